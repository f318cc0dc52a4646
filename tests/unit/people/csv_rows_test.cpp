#include "people/csv_rows.hpp"

#include <gtest/gtest.h>

#include "base/error.hpp"

namespace stepgate::people {
namespace {

using Rows = std::vector<std::pair<std::int64_t, std::vector<std::string>>>;

/// Read in pieces of that many bytes.
Rows read(std::string_view text, std::size_t piece, char separator = 0) {
  Rows rows;
  CsvRows csv(separator, [&](CsvRow&& row) { rows.emplace_back(row.line, row.cells); });
  for (std::size_t at = 0; at < text.size(); at += piece) csv.feed(text.substr(at, piece));
  csv.finish();
  return rows;
}

struct Case {
  const char* name;
  std::string text;
  Rows rows;
};
class CsvRowsTest : public ::testing::TestWithParam<Case> {};

TEST_P(CsvRowsTest, ReadsTheSameInEveryPieceSize) {
  for (std::size_t piece = 1; piece <= GetParam().text.size() + 1; ++piece)
    EXPECT_EQ(read(GetParam().text, piece), GetParam().rows) << piece;
}

INSTANTIATE_TEST_SUITE_P(
    All, CsvRowsTest,
    ::testing::Values(
        Case{"plain", "a,b\n1,2\n", {{1, {"a", "b"}}, {2, {"1", "2"}}}},
        Case{"no_line_end_at_the_end", "a,b\n1,2", {{1, {"a", "b"}}, {2, {"1", "2"}}}},
        Case{"crlf", "a,b\r\n1,2\r\n", {{1, {"a", "b"}}, {2, {"1", "2"}}}},
        Case{"byte_order_mark",
             "\xEF\xBB\xBF"
             "a,b\n1,2\n",
             {{1, {"a", "b"}}, {2, {"1", "2"}}}},
        Case{"semicolons", "a;b;c\n1;2,5;3\n", {{1, {"a", "b", "c"}}, {2, {"1", "2,5", "3"}}}},
        Case{"tabs", "a\tb\n1\t2\n", {{1, {"a", "b"}}, {2, {"1", "2"}}}},
        Case{"quoted_line_breaks",
             "a,b\n\"x\ny\",2\n3,4\n",
             {{1, {"a", "b"}}, {2, {"x\ny", "2"}}, {4, {"3", "4"}}}},
        Case{"doubled_quotes",
             "a,b\n\"he said \"\"no\"\"\",2\n",
             {{1, {"a", "b"}}, {2, {"he said \"no\"", "2"}}}},
        Case{"empty_lines_are_passed_over", "a,b\n\n\n1,2\n", {{1, {"a", "b"}}, {4, {"1", "2"}}}},
        Case{"spaces_are_kept", "a,b\n x , y\n", {{1, {"a", "b"}}, {2, {" x ", " y"}}}},
        Case{"empty_cells", "a,b,c\n,,\n", {{1, {"a", "b", "c"}}, {2, {"", "", ""}}}},
        Case{"unicode", "name\nÅsa Öberg\n", {{1, {"name"}}, {2, {"Åsa Öberg"}}}}),
    [](const auto& test) { return test.param.name; });

TEST(CsvRows, AQuoteThatIsNeverClosedIsNamed) {
  try {
    read("a,b\n1,2\n\"never closed\n3,4\n", 7);
    FAIL() << "it was taken";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "CSV_QUOTE_OPEN");
    EXPECT_EQ(e.subject(), "line 3");
  }
}

TEST(CsvRows, AHugeCellIsRefusedBeforeItFillsTheMemory) {
  CsvRows csv(',', [](CsvRow&&) {});
  csv.feed("a,b\n\"");
  const std::string block(1 << 20, 'x');
  bool refused = false;
  for (int i = 0; i < 64 && !refused; ++i) try {
      csv.feed(block);
    } catch (const Error& e) {
      refused = true;
      EXPECT_EQ(e.code(), "CSV_ROW_TOO_LARGE");
    }
  EXPECT_TRUE(refused);
}

TEST(AppendCsv, QuotesWhatNeedsIt) {
  const auto quoted = [](std::string_view cell, char separator = ',') {
    std::string out;
    append_csv(out, cell, separator);
    return out;
  };
  EXPECT_EQ(quoted("plain"), "plain");
  EXPECT_EQ(quoted("a,b"), "\"a,b\"");
  EXPECT_EQ(quoted("a,b", ';'), "a,b");
  EXPECT_EQ(quoted("say \"x\""), "\"say \"\"x\"\"\"");
  EXPECT_EQ(quoted("two\nlines"), "\"two\nlines\"");
  EXPECT_EQ(quoted(" spaced "), "\" spaced \"");
  EXPECT_EQ(quoted(""), "");
}

}  // namespace
}  // namespace stepgate::people

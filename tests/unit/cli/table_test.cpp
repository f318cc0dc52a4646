#include "cli/table.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "cli/progress.hpp"
#include "cli/terminal_text.hpp"

namespace stepgate::cli {
namespace {

struct Screen {
  Screen(bool terminal, std::size_t columns, bool colour = false) {
    surroundings.out = surroundings.err = &text;
    surroundings.out_terminal = surroundings.err_terminal = terminal;
    surroundings.columns = columns;
    surroundings.env = [](const std::string& name) {
      return std::string(name == "LANG" ? "C.UTF-8" : "");
    };
    console.emplace(surroundings, false, colour, false);
  }
  std::ostringstream text;
  Surroundings surroundings;
  std::optional<Console> console;
};

TEST(Width, CountsColumnsNotBytes) {
  EXPECT_EQ(display_width("Zürich"), 6U);
  EXPECT_EQ(display_width("大阪"), 4U);
  EXPECT_EQ(display_width("e\xCC\x81"), 1U);  // e and a combining accent
  EXPECT_EQ(display_width("🙂"), 2U);
  EXPECT_EQ(display_width("\xFF\xFE"), 2U);  // bad bytes count, and end
}

TEST(Width, CutsBetweenCharacters) {
  EXPECT_EQ(fit("Zürich", 6), "Zürich");
  EXPECT_EQ(fit("Zürich", 4), "Zür…");
  EXPECT_EQ(fit("大阪市", 4), "大…");
  EXPECT_EQ(fit("abc", 0), "");
}

TEST(Printable, NothingSteersTheTerminal) {
  EXPECT_EQ(printable("a\033[31mb\rc\nd"), "a [31mb c d");
  EXPECT_EQ(printable("a\xC2\x9B"
                      "b"),
            "a b");                               // C1 CSI
  EXPECT_EQ(printable("x\xE2\x80\xAEy"), "x y");  // right-to-left override
  EXPECT_EQ(printable("Zürich 大阪"), "Zürich 大阪");
}

TEST(Words, NumbersDurationsAndShellWords) {
  EXPECT_EQ(grouped(1234567), "1,234,567");
  EXPECT_EQ(grouped(-1234), "-1,234");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(duration_text(125), "2 min 5 s");
  EXPECT_EQ(duration_text(3840), "1 h 4 min");
  EXPECT_EQ(bytes_text(1'440'000), "1.4 MB");
  EXPECT_EQ(shell_word("http://a/b"), "http://a/b");
  EXPECT_EQ(shell_word("it's"), "'it'\\''s'");
}

TEST(Table, AlignsByWidth) {
  Screen screen(false, 80);
  Table table({"name", ">n", "note"});
  table.row({"Zürich", "5", "x"});
  table.row({"大阪", "1,200", ""});
  table.print(*screen.console);
  EXPECT_EQ(screen.text.str(),
            "name        n  note\n"
            "Zürich      5  x\n"
            "大阪    1,200\n");
}

TEST(Table, CutsTheWidestColumnOnATerminalOnly) {
  Table table({"a", "b"});
  table.row({"short", std::string(60, 'x')});
  Screen narrow(true, 30);
  table.print(*narrow.console);
  EXPECT_NE(narrow.text.str().find("…"), std::string::npos);
  for (const auto& line : {narrow.text.str()})
    EXPECT_LE(display_width(line.substr(0, line.find('\n'))), 30U);
  Screen pipe(false, 30);
  table.print(*pipe.console);
  EXPECT_NE(pipe.text.str().find(std::string(60, 'x')), std::string::npos);
}

TEST(Table, ColoursAreForTerminals) {
  Table table({"state"});
  table.row({{"active", Style::green}});
  Screen plain(false, 80, true), coloured(true, 80, true), off(true, 80, false);
  table.print(*plain.console);
  table.print(*coloured.console);
  table.print(*off.console);
  EXPECT_EQ(plain.text.str().find('\033'), std::string::npos);
  EXPECT_NE(coloured.text.str().find("\033[32mactive\033[0m"), std::string::npos);
  EXPECT_EQ(off.text.str().find('\033'), std::string::npos);
}

TEST(Cells, ValuesAsPeopleReadThem) {
  EXPECT_EQ(cell_text(Json()), "-");
  EXPECT_EQ(cell_text(true), "yes");
  EXPECT_EQ(cell_text(42), "42");
  EXPECT_EQ(count_text(1234.6), "1,234");
  EXPECT_EQ(time_text("2026-01-02T03:04:05Z"), "2026-01-02 03:04:05");
  EXPECT_EQ(time_text(Json()), "-");
}

TEST(Bar, IsFullOnlyAtTheEnd) {
  EXPECT_EQ(bar(0, 4, false), "[....]");
  EXPECT_EQ(bar(0.5, 4, false), "[##..]");
  EXPECT_EQ(bar(0.999, 4, false), "[###.]");
  EXPECT_EQ(bar(1, 4, false), "[####]");
  EXPECT_EQ(bar(7, 2, true), "[██]");
}

}  // namespace
}  // namespace stepgate::cli

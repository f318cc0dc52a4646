#include "cli/trace.hpp"

#include "base/text.hpp"
#include "cli/table.hpp"
#include "cli/terminal_text.hpp"

namespace stepgate::cli {

void print_trace(const Console& console, const Json& trace) {
  for (const auto& leg : trace.items()) {
    console.line("");
    console.line(console.styled(
        Style::bold, printable(time_text(leg["at"]) + "  attempt " + cell_text(leg["attempt"]) +
                               "  " + leg["kind"].as_string())));
    for (const auto& text : split(leg["text"].as_string(), '\n'))
      console.line("  " + printable(text));
  }
}

}  // namespace stepgate::cli

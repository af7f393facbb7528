#include "app/case.h"

#include "export/reading_text.h"

namespace hudna::app {

base::Result<Case> parse_case(const std::string& source, std::string_view bytes) {
  Case out;
  std::size_t at = 0;
  while (at < bytes.size() && bytes[at] == '#') {
    const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
    std::string_view line = bytes.substr(at, end - at);
    at = std::min(end + 1, bytes.size());
    if (!line.starts_with("#: ")) continue;
    line.remove_prefix(3);
    const std::size_t space = line.find(' ');
    const std::string_view key = line.substr(0, space);
    const std::string value(space == std::string_view::npos ? "" : line.substr(space + 1));
    if (key == "url") {
      out.meta.url = value;
    } else if (key == "outlet") {
      out.meta.outlet = value;
    } else if (key == "published") {
      out.meta.published = value;
    } else {
      return base::fail(base::Code::ArgumentBad, source, "unknown key \"" + std::string(key) + "\"");
    }
  }
  out.head = bytes.substr(0, at);
  const std::string_view rest = bytes.substr(at);
  const std::size_t divider = rest.rfind("\n---\n");
  if (divider == std::string_view::npos) return base::fail(base::Code::ArgumentBad, source, "there is no line ---");
  out.report = rest.substr(0, divider + 1);
  out.expected = rest.substr(divider + 5);
  return out;
}

std::string print_case(const Case& value, std::string_view expected) {
  return value.head + value.report + "---\n" + std::string(expected);
}

base::Result<std::string> run_case(const Engine& engine, const Case& value) {
  auto read = engine.read("case", value.report, &value.meta);
  if (!read) return tl::unexpected(read.error());
  return exports::reading_text(read->reading);
}

}  // namespace hudna::app

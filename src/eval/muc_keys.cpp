#include "eval/muc_keys.h"

#include <algorithm>
#include <filesystem>

#include "base/files.h"

namespace hudna::eval {
namespace {

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t' || text.front() == '\r'))
    text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
    text.remove_suffix(1);
  return text;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Lines of the bytes, without line ends.
std::vector<std::string_view> lines_of(std::string_view bytes) {
  std::vector<std::string_view> out;
  while (!bytes.empty()) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    std::string_view line = bytes.substr(0, end);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    out.push_back(line);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
  }
  return out;
}

// "DEV-MUC3-0001" at the start of a line, or empty.
std::string_view message_id(std::string_view line) {
  std::size_t at = 0;
  const auto letters = [&] {
    const std::size_t begin = at;
    while (at < line.size() && ((line[at] >= 'A' && line[at] <= 'Z') || is_digit(line[at]))) ++at;
    return at > begin;
  };
  if (!letters() || at >= line.size() || line[at++] != '-') return {};
  if (line.substr(at, 3) != "MUC" || !letters() || at >= line.size() || line[at++] != '-') return {};
  const std::size_t digits = at;
  while (at < line.size() && is_digit(line[at])) ++at;
  if (at == digits || (at < line.size() && line[at] != ' ')) return {};
  return line.substr(0, at);
}

}  // namespace

KeyFill parse_fill(std::string_view text, bool plain) {
  KeyFill out;
  text = trim(text);
  if (text.starts_with('?')) {
    out.optional = true;
    text = trim(text.substr(1));
  }
  std::vector<std::string>* into = &out.values;
  std::string value;
  bool some = false;
  const auto close = [&] {
    const std::string_view kept = trim(value);
    if (!kept.empty()) into->emplace_back(kept);
    value.clear();
    some = false;
  };
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted && c == '\\' && at + 1 < text.size()) {
      value += text[++at];
    } else if (c == '"') {
      quoted = !quoted;
      some = true;
    } else if (!quoted && c == '/') {
      close();
    } else if (!quoted && c == ':' && !plain) {
      close();
      into = &out.references;
    } else if (quoted || !some || c != ' ') {
      value += c;
    }
  }
  close();
  return out;
}

std::map<std::string, std::vector<KeyTemplate>> parse_keys(std::string_view bytes) {
  std::map<std::string, std::vector<KeyTemplate>> out;
  std::vector<KeyTemplate>* templates = nullptr;
  KeyTemplate now;
  bool open = false;
  std::size_t slot = 0;
  const auto close = [&] {
    if (open && templates != nullptr && !now.at(coding::Slot::Type).empty()) templates->push_back(now);
    now = {};
    open = false;
  };
  for (const std::string_view line : lines_of(bytes)) {
    if (line.starts_with(';') || trim(line).empty()) continue;
    // Values start in a column after the longest name of a slot.
    constexpr std::size_t kColumn = 33;
    const std::string_view name = trim(line.substr(0, std::min(kColumn, line.size())));
    const std::string_view value = trim(line.size() > kColumn ? line.substr(kColumn) : std::string_view());
    if (!name.empty() && is_digit(name[0])) {
      slot = 0;
      for (std::size_t at = 0; at < name.size() && is_digit(name[at]) && slot < 100; ++at) {
        slot = slot * 10 + static_cast<std::size_t>(name[at] - '0');
      }
    }
    if (slot >= coding::kSlotCount) continue;
    if (slot == 0) {
      close();
      templates = &out[std::string(message_id(value))];
      continue;
    }
    if (slot == 1) {
      open = value != "*";
      now.optional = value.find("OPTIONAL") != std::string_view::npos;
      continue;
    }
    if (value == "*") {
      now.inapplicable[slot] = true;
    } else if (value != "-" && !value.empty()) {
      KeyFill fill = parse_fill(value, slot == coding::index(coding::Slot::Location));
      if (!fill.values.empty()) now.slots[slot].push_back(std::move(fill));
    }
  }
  close();
  out.erase("");
  return out;
}

std::vector<MucMessage> parse_messages(std::string_view bytes) {
  std::vector<MucMessage> out;
  for (const std::string_view line : lines_of(bytes)) {
    if (const std::string_view id = message_id(line); !id.empty()) {
      out.push_back({std::string(id), ""});
    } else if (!out.empty()) {
      out.back().text.append(line);
      out.back().text += '\n';
    }
  }
  return out;
}

base::Result<MucCorpus> read_muc(const std::string& path) {
  namespace fs = std::filesystem;
  std::vector<std::string> files;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find(',', begin), path.size());
    const fs::path part = path.substr(begin, end - begin);
    begin = end + 1;
    std::error_code error;
    if (fs::is_regular_file(part, error)) {
      files.push_back(part.string());
      continue;
    }
    fs::recursive_directory_iterator at(part, error);
    if (error) return base::fail(base::Code::FileMissing, part.string(), "no folder of MUC data");
    for (; at != fs::recursive_directory_iterator(); at.increment(error)) {
      if (error) break;
      if (at->is_regular_file(error)) files.push_back(at->path().string());
    }
  }
  std::sort(files.begin(), files.end());
  MucCorpus out;
  std::map<std::string, MucMessage> messages;
  for (const std::string& file : files) {
    const base::Result<std::string> bytes = base::read_file(file);
    if (!bytes) return tl::unexpected(bytes.error());
    if (fs::path(file).filename().string().starts_with("key")) {
      for (auto& [id, templates] : parse_keys(*bytes)) out.keys[id] = std::move(templates);
    } else {
      // Where a text is there in capitals and in mixed case, the first file stands (the one that was used for
      // testing).
      for (MucMessage& message : parse_messages(*bytes)) messages.emplace(message.id, message);
    }
  }
  for (auto& [id, message] : messages) {
    if (out.keys.contains(id)) out.messages.push_back(std::move(message));
  }
  if (out.messages.empty()) {
    return base::fail(base::Code::FileUnreadable, path,
                      "no MUC messages with answer keys (key-*) are below it");
  }
  return out;
}

}  // namespace hudna::eval

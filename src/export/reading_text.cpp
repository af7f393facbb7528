#include "export/reading_text.h"

#include <array>
#include <cstdio>

#include "base/utf8.h"

namespace hudna::exports {
namespace {

using namespace model;

std::string number(const std::optional<std::int64_t>& value) { return value ? std::to_string(*value) : "-"; }

// "name (type)", or nothing where the words resolve to nothing.
struct Resolved {
  std::string operator()(std::monostate) const { return ""; }
  std::string operator()(const ActorValue& v) const {
    return v.name.empty() ? std::string(name(v.type)) + "?" : v.name + " (" + std::string(name(v.type)) + ")";
  }
  std::string operator()(const PlaceValue& v) const {
    if (v.id.empty()) return "unresolved (" + std::string(name(v.precision)) + ")";
    std::string out = v.name;
    if (!v.admin1.empty() && v.admin1 != v.name) out += ", " + v.admin1;
    if (!v.country.empty()) out += ", " + v.country;
    return out + " (" + std::string(name(v.precision)) + ")";
  }
  std::string operator()(const TimeValue& v) const { return v.edtf.empty() ? "unresolved" : v.edtf + " (" + v.rule + ")"; }
  std::string operator()(const Quantity& v) const {
    std::string out(name(v.op));
    out += " " + number(v.low) + "/" + number(v.best) + "/" + number(v.high);
    if (!v.unit.empty()) out += " " + v.unit;
    return out;
  }
  std::string operator()(const DurationValue& v) const { return v.iso; }
};

void put(std::string* out, std::string_view key, std::string_view value) {
  if (value.empty()) return;
  std::string label(key);
  label.resize(std::max<std::size_t>(label.size(), 10), ' ');
  out->append("    ").append(label).append(" ").append(printable(value)).append("\n");
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const base::Decoded d = base::decode_utf8(text, at);
    const char32_t c = d.point;
    const bool control = c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x061C || c == 0x200E || c == 0x200F ||
                         (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || !d.good;
    if (control) {
      base::append_utf8(&out, c == '\n' || c == '\t' ? U' ' : base::kReplacement);
    } else {
      out.append(text.substr(at, d.bytes));
    }
    at += d.bytes;
  }
  return out;
}

std::string printable_lines(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    out.append(printable(text.substr(0, end)));
    if (end < text.size()) out.push_back('\n');
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string reading_text(const model::Reading& reading) {
  const ReadingParts& parts = reading.parts();
  std::string out = printable(parts.title.empty() ? parts.source : parts.title) + "\n";
  std::array<std::size_t, 7> sections{};
  for (const Block& block : parts.blocks) ++sections[static_cast<std::size_t>(section_kind(block.type))];
  put(&out, "outlet", parts.outlet);
  std::string published = parts.published.edtf.empty() ? "unknown" : parts.published.edtf;
  put(&out, "published", published + " (" + std::string(name(parts.published.basis)) +
                             (parts.published.rule.empty() ? "" : ", " + parts.published.rule) + ")");
  put(&out, "modified", parts.modified.edtf);
  put(&out, "dateline", parts.dateline);
  put(&out, "agency", parts.agency);
  put(&out, "country", parts.main_country);
  put(&out, "language", parts.language);
  put(&out, "genre", name(parts.genre));
  if (parts.paywalled) put(&out, "paywall", "yes");
  std::string blocks;
  for (std::size_t i = 0; i < sections.size(); ++i) {
    if (sections[i] == 0) continue;
    if (!blocks.empty()) blocks += ", ";
    blocks += std::string(name(static_cast<SectionKind>(i))) + " " + std::to_string(sections[i]);
  }
  put(&out, "blocks", blocks);
  for (const Statement& stmt : parts.statements) {
    out.append("\n").append(name(stmt.kind)).append(" ").append(stmt.type);
    if (stmt.modality != Modality::Actual) out.append(" [").append(name(stmt.modality)).append("]");
    if (stmt.section != SectionKind::Body) out.append(" (").append(name(stmt.section)).append(")");
    out.append("\n");
    put(&out, "\"", fold_space(stmt.evidence.quote));
    for (const Slot& slot : stmt.slots) {
      std::string value = slot.text.empty() ? "(inferred)" : slot.text;
      const std::string resolved = std::visit(Resolved{}, slot.value);
      if (!resolved.empty()) value += " = " + resolved;
      put(&out, name(slot.name), value);
    }
    std::string certainty;
    for (const std::string& word : stmt.certainty_words) certainty += (certainty.empty() ? "" : ", ") + word;
    put(&out, "hedged", certainty);
    put(&out, "same as", stmt.same_as.empty() ? "" : "an earlier statement");
  }
  for (const base::Diagnostic& d : parts.diagnostics) {
    out.append("\nnote: ").append(printable(base::print(d, ""))).append("\n");
  }
  return out;
}

}  // namespace hudna::exports

#include "language/model_file.h"

#include <cstring>

#include "language/word.h"
#include "model/analysis.h"

namespace hudna::language {
namespace {

constexpr char kMagic[8] = {'H', 'U', 'D', 'N', 'A', 'L', 'M', '1'};
constexpr std::size_t kHeader = 64;
constexpr std::size_t kEntry = 32;  // name 16, offset 8, size 8
constexpr std::size_t kSectionsMax = 128;

std::uint64_t get(std::string_view bytes, std::size_t at) {
  std::uint64_t out = 0;
  std::memcpy(&out, bytes.data() + at, 8);
  return out;
}
void put(std::string* bytes, std::size_t at, std::uint64_t value) { std::memcpy(bytes->data() + at, &value, 8); }

}  // namespace

std::uint64_t checksum(std::string_view bytes) {
  std::uint64_t lane[4] = {1, 2, 3, 4};
  std::size_t at = 0;
  for (; at + 32 <= bytes.size(); at += 32) {
    for (std::size_t k = 0; k < 4; ++k) {
      std::uint64_t v = (lane[k] ^ get(bytes, at + 8 * k)) * 0x9FB21C651E98DF25ULL;
      lane[k] = (v << 29) | (v >> 35);
    }
  }
  std::uint64_t out = bytes.size();
  for (; at < bytes.size(); ++at) out = (out ^ static_cast<unsigned char>(bytes[at])) * 0x100000001b3ULL;
  for (std::uint64_t l : lane) out = mix(out ^ l);
  return out;
}

base::Result<ModelFile> ModelFile::open(std::string_view bytes, const std::string& path) {
  ModelFile out;
  out.path_ = path;
  out.bytes_ = bytes;
  if (bytes.size() < kHeader || std::memcmp(bytes.data(), kMagic, 8) != 0) return out.bad("this is no model file of this version");
  const std::uint64_t count = get(bytes, 8);
  if (get(bytes, 16) != bytes.size()) {
    return out.bad("the file has " + std::to_string(bytes.size()) + " bytes where " + std::to_string(get(bytes, 16)) + " are stated");
  }
  if (count > kSectionsMax || kHeader + count * kEntry > bytes.size()) return out.bad("the table of sections is damaged");
  if (get(bytes, 24) != mix(checksum(bytes.substr(32)) ^ count)) return out.bad("the checksum is wrong");
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t entry = kHeader + i * kEntry;
    const std::string_view name(bytes.data() + entry, strnlen(bytes.data() + entry, 16));
    const std::uint64_t offset = get(bytes, entry + 16);
    const std::uint64_t size = get(bytes, entry + 24);
    if (offset > bytes.size() || size > bytes.size() - offset) return out.bad("a section lies outside the file");
    out.sections_.emplace_back(name, bytes.substr(offset, size));
  }
  return out;
}

std::vector<std::string> ModelFile::names() const {
  std::vector<std::string> out;
  for (const auto& [name, bytes] : sections_) out.emplace_back(name);
  return out;
}

std::string_view ModelFile::section(std::string_view name) const {
  for (const auto& [key, bytes] : sections_) {
    if (key == name) return bytes;
  }
  return {};
}

std::string write_model_file(const std::vector<std::pair<std::string, std::string>>& sections) {
  std::string out(kHeader + sections.size() * kEntry, '\0');
  std::memcpy(out.data(), kMagic, 8);
  put(&out, 8, sections.size());
  for (std::size_t i = 0; i < sections.size(); ++i) {
    out.resize((out.size() + 63) / 64 * 64, '\0');
    const std::size_t entry = kHeader + i * kEntry;
    std::memcpy(out.data() + entry, sections[i].first.data(), std::min<std::size_t>(15, sections[i].first.size()));
    put(&out, entry + 16, out.size());
    put(&out, entry + 24, sections[i].second.size());
    out += sections[i].second;
  }
  put(&out, 16, out.size());
  put(&out, 24, mix(checksum(std::string_view(out).substr(32)) ^ sections.size()));
  return out;
}

std::string label_inventory() {
  std::string out;
  for (std::size_t i = 0; i < model::upos_count(); ++i) out.append(name(static_cast<model::Upos>(i))).append(1, ' ');
  for (std::size_t i = 0; i < model::xpos_count(); ++i) out.append(name(static_cast<model::Xpos>(i))).append(1, ' ');
  for (std::size_t i = 0; i < model::relation_count(); ++i) out.append(name(static_cast<model::Relation>(i))).append(1, ' ');
  return out;
}

}  // namespace hudna::language

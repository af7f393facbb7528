#include "eval/muc.h"

#include <chrono>
#include <nlohmann/json.hpp>

#include "base/utf8.h"
#include "coding/muc_templates.h"

namespace hudna::eval {
namespace {

double rounded(double value) {
  return static_cast<double>(static_cast<long long>(value * 10000 + 0.5)) / 10000;
}

// Bytes that are no UTF-8 become blanks: the messages are ASCII but for some damaged bytes.
std::string clean(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const base::Decoded decoded = base::decode_utf8(text, at);
    out.append(decoded.good ? text.substr(at, decoded.bytes) : std::string_view(" "));
    at += decoded.bytes;
  }
  return out;
}

}  // namespace

std::string MucScore::json() const {
  nlohmann::ordered_json out;
  out["messages"] = messages;
  out["templates"] = templates;
  out["key_templates"] = key_templates;
  out["six_slot_f1"] = rounded(six_slot.all.f1());
  out["six_slot_precision"] = rounded(six_slot.all.precision());
  out["six_slot_recall"] = rounded(six_slot.all.recall());
  const auto slot = [&](const char* name, coding::Slot which) {
    const auto found = six_slot.slots.find(coding::index(which));
    out[std::string("six_slot_f1_") + name] = rounded(found == six_slot.slots.end() ? 0 : found->second.f1());
  };
  slot("type", coding::Slot::Type);
  slot("perp_individual", coding::Slot::PerpIndividual);
  slot("perp_organisation", coding::Slot::PerpOrganisation);
  slot("target", coding::Slot::TargetId);
  slot("weapon", coding::Slot::InstrumentId);
  slot("victim", coding::Slot::HumanName);
  out["six_slot_f1_with_described_victims"] = rounded(six_slot_described.all.f1());
  out["muc4_f1"] = rounded(muc4.all.f1());
  out["muc4_recall"] = rounded(muc4.all.recall());
  out["muc4_precision"] = rounded(muc4.all.precision());
  out["messages_per_s"] = static_cast<long long>(messages_per_s);
  return out.dump();
}

base::Result<MucScore> score_muc(const std::string& path, const base::DataSource& data,
                                 const std::function<void(std::size_t all)>& progress) {
  const auto corpus = read_muc(path);
  if (!corpus) return tl::unexpected(corpus.error());
  const auto reader = coding::TemplateReader::open(data);
  if (!reader) return tl::unexpected(reader.error());
  MucScore score;
  const auto start = std::chrono::steady_clock::now();
  for (const MucMessage& message : corpus->messages) {
    const auto keys = corpus->keys.find(message.id);
    const std::string text = clean(message.text);
    const std::vector<coding::Template> got = reader->read(text);
    ++score.messages;
    score.templates += got.size();
    score.key_templates += keys->second.size();
    add_six_slot(got, keys->second, text, false, &score.six_slot);
    add_six_slot(got, keys->second, text, true, &score.six_slot_described);
    add_muc4(got, keys->second, &score.muc4);
    if (progress) progress(corpus->messages.size());
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  score.messages_per_s = took.count() > 0 ? static_cast<double>(score.messages) / took.count() : 0;
  return score;
}

}  // namespace hudna::eval

#include "coding/muc_templates.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "base/boosted_trees.h"
#include "coding/muc_rows.h"
#include "coding/network.h"
#include "ground/toml_rows.h"

namespace hudna::coding {
namespace {

std::string bucket(float value) {
  return std::to_string(static_cast<int>(std::clamp(value, -6.0f, 6.0f) * 1.5f + 20.5f));
}

}  // namespace

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> out;
  std::string word;
  for (const char c : text + " ") {
    if (c == ' ') {
      if (!word.empty()) out.push_back(word);
      word.clear();
    } else {
      word += c;
    }
  }
  return out;
}

bool same_thing(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  if (a.empty() || b.empty()) return false;
  const std::set<std::string> in_a(a.begin(), a.end()), in_b(b.begin(), b.end());
  const bool inside = std::includes(in_a.begin(), in_a.end(), in_b.begin(), in_b.end()) ||
                      std::includes(in_b.begin(), in_b.end(), in_a.begin(), in_a.end());
  return inside;
}

void type_features(const MucFeatures& features, const MucScores& scores, Features* out) {
  features.message(out);
  const auto add = [&](std::initializer_list<std::string_view> parts) { out->push_back(feature(parts)); };
  add({"trm", bucket(scores.relevance)});
  std::array<float, kTypeCount> best_member;
  best_member.fill(-20);
  for (std::size_t role = 0; role < kRoleCount; ++role) {
    std::vector<float> top;
    for (const auto& one : scores.roles) top.push_back(one[role]);
    std::sort(top.rbegin(), top.rend());
    for (std::size_t k = 0; k < 2 && k < top.size(); ++k) {
      add({"top", std::to_string(role), std::to_string(k), bucket(top[k])});
    }
    for (std::size_t type = 0; type < kTypeCount; ++type) {
      float best = -20;
      for (std::size_t i = 0; i < scores.roles.size(); ++i) {
        best = std::max(best, std::min(scores.roles[i][role], scores.members[i][type]));
      }
      add({"member", std::to_string(type), std::to_string(role), bucket(best)});
      best_member[type] = std::max(best_member[type], best);
    }
  }
  for (std::size_t type = 0; type < kTypeCount; ++type) {
    add({"members", std::to_string(type), bucket(best_member[type])});
    for (std::size_t other = 0; other < kTypeCount; ++other) {
      if (other != type)
        add({"versus", std::to_string(type), std::to_string(other),
             bucket(best_member[type] - best_member[other])});
    }
  }
  std::vector<float> top = scores.sentences;
  std::sort(top.rbegin(), top.rend());
  for (std::size_t k = 0; k < 3 && k < top.size(); ++k) add({"sent", std::to_string(k), bucket(top[k])});
  for (std::size_t type = 0; type < kTypeCount; ++type) {
    std::vector<float> told;
    for (const auto& one : scores.told) told.push_back(one[type]);
    std::sort(told.rbegin(), told.rend());
    for (std::size_t k = 0; k < 2 && k < told.size(); ++k)
      add({"told", std::to_string(type), std::to_string(k), bucket(told[k])});
    if (!scores.told.empty()) add({"told0", std::to_string(type), bucket(scores.told[0][type])});
  }
}

std::vector<MucEntity> gather_entities(const std::vector<Candidate>& candidates, const MucScores& scores) {
  std::map<std::string, MucEntity> by_words;
  for (std::uint32_t i = 0; i < candidates.size(); ++i) {
    if (*std::max_element(scores.roles[i].begin(), scores.roles[i].end()) < kLeastRole) continue;
    std::string words = normalise_mention(candidates[i].text);
    if (words.empty()) continue;
    const auto [at, fresh] = by_words.emplace(words, MucEntity{});
    MucEntity& entity = at->second;
    if (fresh) {
      entity.words = std::move(words);
      entity.role.fill(-20);
      entity.member.fill(-20);
    }
    entity.candidates.push_back(i);
    for (std::size_t role = 0; role < kRoleCount; ++role)
      entity.role[role] = std::max(entity.role[role], scores.roles[i][role]);
    for (std::size_t type = 0; type < kTypeCount; ++type)
      entity.member[type] = std::max(entity.member[type], scores.members[i][type]);
  }
  std::vector<MucEntity> out;
  for (auto& [words, entity] : by_words) out.push_back(std::move(entity));
  if (out.size() > kEntitiesMost) {
    std::vector<float> likely;
    for (const MucEntity& entity : out)
      likely.push_back(*std::max_element(entity.role.begin(), entity.role.end()));
    std::nth_element(likely.begin(), likely.begin() + kEntitiesMost, likely.end(), std::greater<>());
    const float least = likely[kEntitiesMost];
    std::erase_if(out, [&](const MucEntity& entity) {
      return *std::max_element(entity.role.begin(), entity.role.end()) <= least;
    });
  }
  return out;
}

void entity_features(const MucFeatures& features, const std::vector<Candidate>& candidates,
                     const MucScores& scores, std::size_t entity, std::size_t role, Features* out) {
  const MucEntity& one = scores.entities[entity];
  const std::string r = std::to_string(role);
  const auto add = [&](std::initializer_list<std::string_view> parts) { out->push_back(feature(parts)); };
  std::vector<float> mentions;
  std::uint32_t best = one.candidates.front();
  for (const std::uint32_t i : one.candidates) {
    mentions.push_back(scores.roles[i][role]);
    if (scores.roles[i][role] > scores.roles[best][role]) best = i;
  }
  std::sort(mentions.rbegin(), mentions.rend());
  const std::string top = bucket(mentions[0]);
  const std::string count = std::to_string(std::min<std::size_t>(mentions.size(), 5));
  float sum = 0;
  for (const float value : mentions) sum += probability(value);
  // Its rank among the others of the message, those apart whose words it shares.
  const std::vector<std::string> words = words_of(one.words);
  std::size_t rank = 0;
  float rival = -20, longer = -20, shorter = -20;
  for (std::size_t other = 0; other < scores.entities.size(); ++other) {
    if (other == entity) continue;
    const float score = scores.entities[other].role[role];
    if (score < kLeastRole) continue;
    const std::vector<std::string> theirs = words_of(scores.entities[other].words);
    if (same_thing(words, theirs)) {
      (theirs.size() > words.size() ? longer : shorter) =
          std::max(theirs.size() > words.size() ? longer : shorter, score);
      continue;
    }
    rank += score > mentions[0] ? 1 : 0;
    rival = std::max(rival, score);
  }
  const std::string place = std::to_string(std::min<std::size_t>(rank, 6));
  std::size_t other_role = role;
  float other_best = -20;
  for (std::size_t k = 0; k < kRoleCount; ++k) {
    if (k != role && one.role[k] > other_best) {
      other_best = one.role[k];
      other_role = k;
    }
  }
  const std::string relevance = bucket(scores.relevance);
  add({r, "bias"});
  add({r, "top", top});
  add({r, "second", mentions.size() > 1 ? bucket(mentions[1]) : std::string("-")});
  add({r, "sum", bucket(std::log(sum + 1e-4f))});
  add({r, "count", count});
  add({r, "rank", place});
  add({r, "rival", bucket(mentions[0] - rival)});
  add({r, "longer", bucket(mentions[0] - longer)});
  add({r, "shorter", bucket(mentions[0] - shorter)});
  add({r, "both", longer > mentions[0] ? "1" : "0", shorter > mentions[0] ? "1" : "0", top});
  add({r, "other", std::to_string(other_role), bucket(mentions[0] - other_best)});
  add({r, "relevance", relevance});
  add({r, "top+relevance", top, relevance});
  add({r, "top+rank", top, place});
  add({r, "top+count", top, count});
  add({r, "rank+relevance", place, relevance});
  for (std::size_t type = 0; type < 3; ++type) {
    add({r, "type", std::to_string(type), bucket(scores.types[type])});
    add({r, "type+rank", std::to_string(type), bucket(scores.types[type] / 2), place});
  }
  const Candidate& mention = candidates[best];
  const std::uint32_t sentence = features.sentence_of(mention.head);
  add({r, "sentence", bucket(scores.sentences[sentence])});
  add({r, "at", std::to_string(std::min<std::uint32_t>(sentence, 8))});
  add({r, "words", one.words});
  add({r, "head", features.lemma(mention.head)});
  add({r, "length", std::to_string(std::min<std::size_t>(words.size(), 6))});
  add({r, "extent", std::to_string(static_cast<int>(mention.extent))});
}

std::vector<MucDraft> draft(const Wire& wire, const std::vector<Candidate>& candidates,
                            const MucScores& scores, const MucSettings& settings) {
  std::vector<MucDraft> out;
  for (std::size_t type = 0; type < kTypeCount; ++type) {
    if (scores.types[type] >= settings.type[type]) out.push_back({type, {}});
  }
  if (out.empty()) return out;
  // The actors that grounding knows, by token: "FMLN" and its full name are one.
  std::map<std::uint32_t, std::string> actors;
  for (const model::Mention& mention : wire.mentions) {
    const auto* actor = std::get_if<model::ActorValue>(&mention.value);
    if (actor != nullptr && !actor->id.empty()) actors.emplace(mention.head, actor->id);
  }
  const bool weighed = !scores.fills.empty();
  // Entities in a role, surest first; of those that share their words or are one known actor the first only.
  const auto choose = [&](std::size_t role, const auto& score) {
    std::vector<std::size_t> order, chosen;
    for (std::size_t e = 0; e < scores.entities.size(); ++e) {
      if (score(e) >= settings.role[role]) order.push_back(e);
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return score(a) > score(b); });
    std::vector<std::vector<std::string>> taken;
    std::set<std::string> known;
    for (const std::size_t e : order) {
      std::vector<std::string> words = words_of(scores.entities[e].words);
      // "Jesuits" are the "Jesuit priests": plurals count as their singulars here.
      for (std::string& word : words) {
        if (word.size() > 3 && word.back() == 's') word.pop_back();
      }
      if (std::any_of(taken.begin(), taken.end(),
                      [&](const auto& other) { return same_thing(other, words); }))
        continue;
      std::string actor;
      for (const std::uint32_t i : scores.entities[e].candidates) {
        if (const auto found = actors.find(candidates[i].head); found != actors.end()) actor = found->second;
      }
      if (kMucRoles[role] == Slot::PerpOrganisation && !actor.empty() && !known.insert(actor).second)
        continue;
      taken.push_back(std::move(words));
      chosen.push_back(e);
    }
    return chosen;
  };
  const auto add = [&](MucDraft* draft, std::size_t role, std::size_t e, float score, bool own) {
    std::uint32_t mention = scores.entities[e].candidates.front();
    for (const std::uint32_t i : scores.entities[e].candidates) {
      if (scores.roles[i][role] > scores.roles[mention][role]) mention = i;
    }
    draft->fillers.push_back({role, mention, score, own, candidates[mention].text});
  };
  for (std::size_t role = 0; role < kRoleCount; ++role) {
    if (weighed) {
      for (MucDraft& one : out) {
        const auto score = [&](std::size_t e) { return scores.fills[e][one.type][role]; };
        for (const std::size_t e : choose(role, score)) add(&one, role, e, score(e), true);
      }
      continue;
    }
    const auto score = [&](std::size_t e) { return scores.entities[e].role[role]; };
    for (const std::size_t e : choose(role, score)) {
      const MucEntity& entity = scores.entities[e];
      std::size_t best = 0;
      for (std::size_t k = 0; k < out.size(); ++k) {
        if (entity.member[out[k].type] > entity.member[out[best].type]) best = k;
      }
      for (std::size_t k = 0; k < out.size(); ++k) {
        if (k != best && entity.member[out[k].type] < settings.member) continue;
        add(&out[k], role, e, entity.role[role], k == best);
      }
    }
  }
  return out;
}

MucSettings lenient_settings() {
  MucSettings out;
  out.type.fill(-3.0f);
  out.role.fill(-1.0f);
  out.member = 0;
  return out;
}

void draft_features(const std::vector<MucDraft>& drafts, std::size_t which, const MucScores& scores,
                    Features* out) {
  const MucDraft& one = drafts[which];
  const std::string type = std::to_string(one.type);
  const auto add = [&](std::initializer_list<std::string_view> parts) { out->push_back(feature(parts)); };
  const float odds = scores.types[one.type];
  const std::string level = bucket(odds);
  add({"bias"});
  add({"type", type});
  add({"level", level});
  add({"tlevel", type, level});
  add({"relevance", bucket(scores.relevance)});
  add({"trelevance", type, bucket(scores.relevance)});
  float rival = -20;
  std::size_t rival_type = kTypeCount;
  for (const MucDraft& other : drafts) {
    if (other.type == one.type) continue;
    add({"other", type, std::to_string(other.type), bucket(odds - scores.types[other.type])});
    if (scores.types[other.type] > rival) {
      rival = scores.types[other.type];
      rival_type = other.type;
    }
  }
  add({"rival", type, std::to_string(rival_type), bucket(odds - rival)});
  std::array<std::size_t, kRoleCount> own{}, shared{};
  float sure = 0, best = -20;
  for (const MucFiller& filler : one.fillers) {
    ++(filler.own ? own : shared)[filler.role];
    if (!filler.own) continue;
    sure += probability(filler.score);
    best = std::max(best, filler.score);
  }
  std::size_t all_own = 0;
  for (std::size_t role = 0; role < kRoleCount; ++role) {
    all_own += own[role];
    add({"own", std::to_string(role), std::to_string(std::min<std::size_t>(own[role], 3))});
    add({"town", type, std::to_string(role), own[role] > 0 ? "1" : "0"});
    add({"shared", std::to_string(role), shared[role] > 0 ? "1" : "0"});
  }
  add({"owned", type, std::to_string(std::min<std::size_t>(all_own, 6))});
  add({"owned+level", std::to_string(std::min<std::size_t>(all_own, 3)), level});
  add({"sure", bucket(std::log(sure + 0.01f))});
  add({"sure+level", bucket(std::log(sure + 0.01f)), bucket(odds / 2)});
  add({"best", bucket(best)});
  add({"drafts", type, std::to_string(drafts.size())});
}

bool suffers(std::size_t role) {
  return kMucRoles[role] == Slot::TargetId || kMucRoles[role] == Slot::HumanName ||
         kMucRoles[role] == Slot::HumanDescription;
}

void pair_features(const Wire& wire, const MucFeatures& features, const std::vector<Candidate>& candidates,
                   std::uint32_t one, std::uint32_t other, std::size_t type, Features* out) {
  if (candidates[other].head < candidates[one].head) std::swap(one, other);
  const std::uint32_t a = candidates[one].head, b = candidates[other].head;
  const std::uint32_t sa = features.sentence_of(a), sb = features.sentence_of(b);
  const std::string t = std::to_string(type);
  const auto add = [&](std::initializer_list<std::string_view> parts) { out->push_back(feature(parts)); };
  const std::string distance = std::to_string(std::min<std::uint32_t>(sb - sa, 7));
  add({"bias"});
  add({"distance", distance});
  add({"tdistance", t, distance});
  const auto tokens = wire.analysis.tokens();
  const auto sentences = wire.analysis.sentences();
  const std::uint32_t blocks = sentences[sb].block - sentences[sa].block;
  add({"paragraphs", std::to_string(std::min<std::uint32_t>(blocks, 5))});
  add({"governor", tokens[a].head == tokens[b].head                                   ? "same"
                   : features.lemma(tokens[a].head) == features.lemma(tokens[b].head) ? "alike"
                                                                                      : "other"});
  add({"linked", tokens[a].head == b || tokens[b].head == a ? "1" : "0", distance});
  add({"heads", features.lemma(a) == features.lemma(b) ? "same" : "other", distance});
  add({"verbs", features.lemma(tokens[a].head), features.lemma(tokens[b].head)});
  // Places and days that the two sentences name.
  std::set<std::string> places_a, places_b, days_a, days_b;
  for (const model::Mention& mention : wire.mentions) {
    const std::uint32_t s = features.sentence_of(mention.head);
    if (s != sa && s != sb) continue;
    if (const auto* place = std::get_if<model::PlaceValue>(&mention.value)) {
      if (s == sa) places_a.insert(place->name);
      if (s == sb) places_b.insert(place->name);
    } else if (const auto* time = std::get_if<model::TimeValue>(&mention.value)) {
      if (s == sa) days_a.insert(time->edtf);
      if (s == sb) days_b.insert(time->edtf);
    }
  }
  const auto compare = [](const std::set<std::string>& x, const std::set<std::string>& y) {
    if (x.empty() || y.empty()) return x.empty() && y.empty() ? "none" : "one";
    return std::any_of(x.begin(), x.end(), [&](const std::string& v) { return y.contains(v); }) ? "shared"
                                                                                                : "different";
  };
  if (sa != sb) {
    add({"places", compare(places_a, places_b), distance});
    add({"days", compare(days_a, days_b), distance});
    add({"both", compare(places_a, places_b), compare(days_a, days_b)});
    // Words of the later sentence that open another story.
    const model::TokenRange range = sentences[sb].tokens;
    for (std::uint32_t k = range.begin; k < range.end && k < range.begin + 4; ++k)
      add({"opens", features.lemma(k)});
    for (std::uint32_t k = range.begin; k < range.end; ++k) {
      const std::string_view lemma = features.lemma(k);
      if (tokens[k].upos != model::Upos::NOUN && tokens[k].upos != model::Upos::PROPN) add({"later", lemma});
    }
  }
}

std::vector<MucDraft> split(
    const MucFeatures& features, const std::vector<Candidate>& candidates,
    const std::vector<MucDraft>& drafts, const MucSettings& settings,
    const std::function<float(const MucFiller&, const MucFiller&, std::size_t type)>& same) {
  constexpr std::size_t kGroupsMax = 4;
  std::vector<MucDraft> out;
  for (const MucDraft& draft : drafts) {
    std::vector<const MucFiller*> patients;
    for (const MucFiller& filler : draft.fillers) {
      if (suffers(filler.role)) patients.push_back(&filler);
    }
    // Groups by the mean of the pairs between them, closest first.
    std::vector<std::vector<std::size_t>> groups;
    for (std::size_t i = 0; i < patients.size(); ++i) groups.push_back({i});
    std::vector<std::vector<float>> odds(patients.size(), std::vector<float>(patients.size(), 0));
    for (std::size_t i = 0; i < patients.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j)
        odds[i][j] = odds[j][i] = same(*patients[i], *patients[j], draft.type);
    }
    while (groups.size() > 1) {
      std::size_t first = 0, second = 0;
      float best = -1e9f;
      for (std::size_t i = 0; i < groups.size(); ++i) {
        for (std::size_t j = i + 1; j < groups.size(); ++j) {
          float sum = 0;
          for (const std::size_t x : groups[i]) {
            for (const std::size_t y : groups[j]) sum += odds[x][y];
          }
          const float mean = sum / static_cast<float>(groups[i].size() * groups[j].size());
          if (mean > best) {
            best = mean;
            first = i;
            second = j;
          }
        }
      }
      if (best < settings.same && groups.size() <= kGroupsMax) break;
      groups[first].insert(groups[first].end(), groups[second].begin(), groups[second].end());
      groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(second));
    }
    if (groups.size() < 2) {
      out.push_back(draft);
      continue;
    }
    for (const std::vector<std::size_t>& group : groups) {
      MucDraft part{draft.type, {}};
      std::set<const MucFiller*> inside;
      for (const std::size_t i : group) inside.insert(patients[i]);
      const auto gap = [&](const MucFiller& filler, const std::vector<std::size_t>& to) {
        std::uint32_t least = 0xFFFFFFFFu;
        const std::uint32_t here = features.sentence_of(candidates[filler.candidate].head);
        for (const std::size_t i : to) {
          const std::uint32_t there = features.sentence_of(candidates[patients[i]->candidate].head);
          least = std::min(least, here > there ? here - there : there - here);
        }
        return least;
      };
      for (const MucFiller& filler : draft.fillers) {
        bool take = inside.contains(&filler);
        if (!suffers(filler.role)) {
          // Who did it is mostly told once for all; a weapon belongs to the nearest.
          take = kMucRoles[filler.role] != Slot::InstrumentId;
          if (!take) {
            take = std::all_of(groups.begin(), groups.end(),
                               [&](const auto& other) { return gap(filler, group) <= gap(filler, other); });
          }
        }
        if (take) part.fillers.push_back(filler);
      }
      out.push_back(std::move(part));
    }
  }
  return out;
}

const AttributeInfo& attribute_info(Attribute attribute) {
  static const std::array<AttributeInfo, kAttributes> kInfo = {{
      {"tgttype",
       Slot::TargetType,
       {"", "CIVILIAN RESIDENCE", "COMMERCIAL", "COMMUNICATIONS", "DIPLOMAT OFFICE OR RESIDENCE", "ENERGY",
        "FINANCIAL", "GOVERNMENT OFFICE OR RESIDENCE", "LAW ENFORCEMENT FACILITY",
        "POLITICAL FIGURE OFFICE OR RESIDENCE", "ORGANIZATION OFFICE", "TRANSPORT VEHICLE",
        "TRANSPORTATION FACILITY", "TRANSPORTATION ROUTE", "WATER", "OTHER"}},
      {"tgteffect", Slot::TargetEffect, {"", "DESTROYED", "SOME DAMAGE", "NO DAMAGE"}},
      {"humtype",
       Slot::HumanType,
       {"", "CIVILIAN", "DIPLOMAT", "GOVERNMENT OFFICIAL", "FORMER GOVERNMENT OFFICIAL",
        "FORMER ACTIVE MILITARY", "LEGAL OR JUDICIAL", "ACTIVE MILITARY", "POLITICAL FIGURE",
        "LAW ENFORCEMENT", "SECURITY GUARD"}},
      {"humeffect",
       Slot::HumanEffect,
       {"", "INJURY", "DEATH", "NO INJURY", "NO DEATH", "NO INJURY OR DEATH", "REGAINED FREEDOM", "ESCAPED"}},
      {"confidence",
       Slot::PerpConfidence,
       {"", "REPORTED AS FACT", "ACQUITTED", "CLAIMED OR ADMITTED", "SUSPECTED OR ACCUSED",
        "SUSPECTED OR ACCUSED BY AUTHORITIES", "POSSIBLE"}},
      {"insttype", Slot::InstrumentType, {"",
                                          "GUN",
                                          "MACHINE GUN",
                                          "MORTAR",
                                          "HANDGUN",
                                          "RIFLE",
                                          "EXPLOSIVE",
                                          "BOMB",
                                          "VEHICLE BOMB",
                                          "DYNAMITE",
                                          "MINE",
                                          "AERIAL BOMB",
                                          "GRENADE",
                                          "MOLOTOV COCKTAIL",
                                          "PROJECTILE",
                                          "MISSILE",
                                          "ROCKET",
                                          "CUTTING DEVICE",
                                          "FIRE",
                                          "STONE",
                                          "TORTURE"}},
      {"category", Slot::Category, {"", "TERRORIST ACT", "STATE-SPONSORED VIOLENCE"}},
      {"stage", Slot::Stage, {"", "ACCOMPLISHED", "ATTEMPTED", "THREATENED"}},
      {"unnamed", Slot::InstrumentType, {"", "GUN", "EXPLOSIVE", "BOMB", "MACHINE GUN", "AERIAL BOMB"}},
  }};
  return kInfo[static_cast<std::size_t>(attribute)];
}

void filler_features(const MucFeatures& features, const std::vector<Candidate>& candidates,
                     const MucScores& scores, std::uint32_t candidate, std::size_t role, std::size_t type,
                     Features* out) {
  features.candidate(candidates[candidate], scores.relevance,
                     scores.sentences[features.sentence_of(candidates[candidate].head)], out);
  out->push_back(feature({"role", std::to_string(role)}));
  out->push_back(feature({"type", std::to_string(type)}));
}

void template_features(const MucFeatures& features, const std::vector<Candidate>& candidates,
                       const MucDraft& draft, Features* out) {
  const std::string type = std::to_string(draft.type);
  const auto add = [&](std::initializer_list<std::string_view> parts) { out->push_back(feature(parts)); };
  add({"ttype", type});
  std::set<std::uint32_t> sentences;
  std::array<std::size_t, kRoleCount> count{};
  for (const MucFiller& filler : draft.fillers) {
    sentences.insert(features.sentence_of(candidates[filler.candidate].head));
    ++count[filler.role];
    const std::string role = std::to_string(filler.role);
    add({"twords", role, normalise_mention(filler.text)});
    add({"thead", role, features.lemma(candidates[filler.candidate].head)});
  }
  for (std::size_t role = 0; role < kRoleCount; ++role)
    add({"tcount", std::to_string(role), count[role] > 0 ? "1" : "0", type});
  std::size_t taken = 0;
  for (const std::uint32_t sentence : sentences) {
    if (++taken <= 4) features.sentence(sentence, out);
  }
  std::sort(out->begin(), out->end());
  out->erase(std::unique(out->begin(), out->end()), out->end());
}

Template plain_template(const MucDraft& draft) {
  Template out;
  out.at(Slot::Type).push_back({std::string(kMucTypes[draft.type]), ""});
  for (const MucFiller& filler : draft.fillers) out.at(kMucRoles[filler.role]).push_back({filler.text, ""});
  return out;
}

namespace {

std::string upper(std::string_view text) {
  std::string out;
  for (const char c : text) out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return out;
}

// "1", a figure that stands with the noun, or PLURAL.
std::string number_of(const Wire& wire, const Candidate& one) {
  const auto tokens = wire.analysis.tokens();
  for (const model::Mention& mention : wire.mentions) {
    if (const auto* quantity = std::get_if<model::Quantity>(&mention.value)) {
      if (!mention.tokens.contains(one.head)) continue;
      const auto value = quantity->best ? quantity->best : quantity->low;
      if (value && *value > 0) {
        const bool about = quantity->op == model::QuantityOp::Approx;
        const bool least =
            quantity->op == model::QuantityOp::AtLeast || quantity->op == model::QuantityOp::More;
        return (about ? "~" : "") + std::to_string(*value) + (least ? "-" : "");
      }
    }
  }
  const model::Xpos xpos = tokens[one.head].xpos;
  return xpos == model::Xpos::NNS || xpos == model::Xpos::NNPS ? "PLURAL" : "1";
}

// The sentences that hold fillers, the one with the most first.
std::vector<std::uint32_t> sentences_of(const MucFeatures& features, const std::vector<Candidate>& candidates,
                                        const MucDraft& draft, const MucScores& scores) {
  std::map<std::uint32_t, float> weight;
  for (const MucFiller& filler : draft.fillers) {
    weight[features.sentence_of(candidates[filler.candidate].head)] += 1.0f;
  }
  if (weight.empty() && !scores.sentences.empty()) {
    const auto best = std::max_element(scores.sentences.begin(), scores.sentences.end());
    weight[static_cast<std::uint32_t>(best - scores.sentences.begin())] = 1;
  }
  std::vector<std::pair<float, std::uint32_t>> order;
  for (const auto& [sentence, value] : weight)
    order.emplace_back(-value - probability(scores.sentences[sentence]), sentence);
  std::sort(order.begin(), order.end());
  std::vector<std::uint32_t> out;
  for (const auto& [value, sentence] : order) out.push_back(sentence);
  return out;
}

}  // namespace

Template complete(const Wire& wire, const MucFeatures& features, const std::vector<Candidate>& candidates,
                  const MucScores& scores, const MucDraft& draft,
                  const std::map<std::string, std::string>& countries, const Answer& answer) {
  Template out = plain_template(draft);
  Features names;
  const std::vector<std::uint32_t> sentences = sentences_of(features, candidates, draft, scores);
  const auto tokens = wire.analysis.tokens();
  // When: a day that its sentences name, else by the message's date.
  std::string day;
  for (std::size_t k = 0; k < sentences.size() && day.empty(); ++k) {
    for (const model::Mention& mention : wire.mentions) {
      const auto* time = std::get_if<model::TimeValue>(&mention.value);
      if (time == nullptr || wire.analysis.sentence_of(mention.head) != sentences[k]) continue;
      if (time->edtf.size() < 10 || time->edtf[4] != '-' || time->edtf.find('/') != std::string::npos)
        continue;
      if (!wire.date.empty() && time->edtf.substr(0, 10) > wire.date) continue;
      day = muc_day_of_iso(time->edtf);
      if (!day.empty()) break;
    }
  }
  if (day.empty() && !wire.date.empty()) day = "- " + muc_day_of_iso(wire.date);
  if (!day.empty()) out.at(Slot::Date).push_back({day, ""});
  // Where: the smallest place that its sentences name, below its country.
  std::string country = wire.reading.parts().main_country, place;
  for (std::size_t k = 0; k < sentences.size() && place.empty(); ++k) {
    double best = -1;
    for (const model::Mention& mention : wire.mentions) {
      const auto* value = std::get_if<model::PlaceValue>(&mention.value);
      if (value == nullptr || wire.analysis.sentence_of(mention.head) != sentences[k] ||
          value->country.empty())
        continue;
      const bool whole = value->precision == model::Precision::Country;
      const double weight = whole ? 0.5 : 2;
      if (weight <= best) continue;
      best = weight;
      country = value->country;
      if (!whole) place = upper(model::fold_space(mention.span.of(wire.sent)));
    }
  }
  if (const auto found = countries.find(country); found != countries.end()) {
    out.at(Slot::Location).push_back({found->second + (place.empty() ? "" : ": " + place), ""});
  }
  // The template as a whole.
  template_features(features, candidates, draft, &names);
  const auto fill = [&](Attribute attribute, const std::string& reference) {
    const AttributeInfo& info = attribute_info(attribute);
    const std::size_t chosen = answer(attribute, names);
    if (chosen > 0) out.at(info.slot).push_back({std::string(info.classes[chosen]), reference});
  };
  fill(Attribute::Category, "");
  fill(Attribute::Stage, "");
  if (out.at(Slot::Stage).empty()) out.at(Slot::Stage).push_back({"ACCOMPLISHED", ""});
  const bool armed = kMucTypes[draft.type] != "KIDNAPPING" && kMucTypes[draft.type] != "ARSON";
  if (armed && out.at(Slot::InstrumentId).empty()) fill(Attribute::UnnamedInstrument, "-");
  // Its fillers. A title or role that hangs on a named victim speaks of that one.
  out.at(Slot::HumanDescription).clear();
  std::set<std::string> known;
  for (const MucFiller& filler : draft.fillers) {
    const Candidate& one = candidates[filler.candidate];
    names.clear();
    filler_features(features, candidates, scores, filler.candidate, filler.role, draft.type, &names);
    switch (kMucRoles[filler.role]) {
      case Slot::PerpOrganisation:
        fill(Attribute::Confidence, filler.text);
        break;
      case Slot::InstrumentId:
        fill(Attribute::InstrumentType, filler.text);
        break;
      case Slot::TargetId:
        fill(Attribute::TargetType, filler.text);
        fill(Attribute::TargetEffect, filler.text);
        out.at(Slot::TargetNumber).push_back({number_of(wire, one), filler.text});
        break;
      case Slot::HumanName:
        fill(Attribute::HumanType, filler.text);
        fill(Attribute::HumanEffect, filler.text);
        out.at(Slot::HumanNumber).push_back({"1", filler.text});
        break;
      case Slot::HumanDescription: {
        std::string reference;
        for (const MucFiller& named : draft.fillers) {
          if (kMucRoles[named.role] != Slot::HumanName) continue;
          const std::uint32_t other = candidates[named.candidate].head;
          const bool beside = tokens[one.head].head == other || tokens[other].head == one.head;
          if (beside && features.sentence_of(other) == features.sentence_of(one.head)) reference = named.text;
        }
        out.at(Slot::HumanDescription).push_back({filler.text, reference});
        if (!reference.empty()) break;
        fill(Attribute::HumanType, filler.text);
        fill(Attribute::HumanEffect, filler.text);
        out.at(Slot::HumanNumber).push_back({number_of(wire, one), filler.text});
        break;
      }
      default:
        break;
    }
  }
  if (!armed) {
    out.at(Slot::InstrumentId).clear();
    out.at(Slot::InstrumentType).clear();
  }
  if (kMucTypes[draft.type] == "KIDNAPPING") {
    for (const Slot slot : {Slot::TargetId, Slot::TargetType, Slot::TargetNumber, Slot::TargetEffect})
      out.at(slot).clear();
  }
  return out;
}

base::Result<std::map<std::string, std::string>> muc_countries(const base::DataSource& data) {
  const auto file = data.file("coding/muc.toml");
  if (!file) return tl::unexpected(file.error());
  const auto rows = ground::read_toml_rows(file->bytes, file->path);
  if (!rows) return tl::unexpected(rows.error());
  std::map<std::string, std::string> out;
  for (const ground::TomlRow& row : *rows) {
    if (row.table == "country") out[std::string(row.text("code"))] = std::string(row.text("name"));
  }
  return out;
}

struct TemplateReader::Parts {
  WireReader wires;
  LinearModel message, sentence, told, role, member, type, entity, draft, pair;
  Network net;
  std::array<base::BoostedTrees, kRoleCount> entity_trees, fill_trees;
  base::BoostedTrees draft_trees;
  std::vector<LinearModel> attributes;
  std::map<std::string, std::string> countries;
  MucSettings settings;
};

TemplateReader::TemplateReader(std::unique_ptr<const Parts> parts) : parts_(std::move(parts)) {}
TemplateReader::TemplateReader(TemplateReader&&) noexcept = default;
TemplateReader& TemplateReader::operator=(TemplateReader&&) noexcept = default;
TemplateReader::~TemplateReader() = default;

base::Result<TemplateReader> TemplateReader::open(const base::DataSource& data) {
  auto wires = WireReader::open(data);
  if (!wires) return tl::unexpected(wires.error());
  const auto file = data.file("coding/muc.bin");
  if (!file) return tl::unexpected(file.error());
  const auto model = language::ModelFile::open(file->bytes, file->path);
  if (!model) return tl::unexpected(model.error());
  struct Table {
    const char* name;
    std::size_t outputs;
  };
  constexpr std::array<Table, 9> kTables = {{{"message", 1},
                                             {"sentence", 1},
                                             {"told", kTypeCount},
                                             {"role", kRoleCount},
                                             {"member", kTypeCount},
                                             {"type", kTypeCount},
                                             {"entity", 1},
                                             {"draft", 1},
                                             {"pair", 1}}};
  std::vector<LinearModel> tables;
  for (const Table& table : kTables) {
    auto opened = LinearModel::open(*model, table.name, table.outputs);
    if (!opened) return tl::unexpected(opened.error());
    tables.push_back(std::move(*opened));
  }
  auto net = Network::open(*model, "net", kRoleCount);
  if (!net) return tl::unexpected(net.error());
  std::array<base::BoostedTrees, kRoleCount> entity_trees, fill_trees;
  base::BoostedTrees draft_trees;
  const auto grown = [&](const std::string& name, std::size_t width,
                         base::BoostedTrees* out) -> base::Result<void> {
    auto parsed = base::BoostedTrees::parse(file->path, model->section(name));
    if (!parsed) return tl::unexpected(parsed.error());
    if (parsed->width() != width)
      return base::fail(base::Code::ModelBad, file->path, "the trees " + name + " ask about other rows");
    *out = std::move(*parsed);
    return {};
  };
  for (std::size_t role = 0; role < kRoleCount; ++role) {
    const std::string number = std::to_string(role);
    if (auto ok = grown("trees.entity" + number, kEntityRow, &entity_trees[role]); !ok)
      return tl::unexpected(ok.error());
    if (auto ok = grown("trees.fill" + number, kFillRow, &fill_trees[role]); !ok)
      return tl::unexpected(ok.error());
  }
  if (auto ok = grown("trees.draft", kDraftRow, &draft_trees); !ok) return tl::unexpected(ok.error());
  std::vector<LinearModel> attributes;
  for (std::size_t k = 0; k < kAttributes; ++k) {
    const AttributeInfo& info = attribute_info(static_cast<Attribute>(k));
    auto opened = LinearModel::open(*model, info.name, info.classes.size());
    if (!opened) return tl::unexpected(opened.error());
    attributes.push_back(std::move(*opened));
  }
  auto countries = muc_countries(data);
  if (!countries) return tl::unexpected(countries.error());
  const auto knobs = model->array<float>("settings");
  if (knobs.second != kRoleCount + kTypeCount + 2) {
    return base::fail(base::Code::ModelBad, file->path, "the settings are missing or of another layout");
  }
  MucSettings settings;
  std::copy_n(knobs.first, kRoleCount, settings.role.begin());
  std::copy_n(knobs.first + kRoleCount, kTypeCount, settings.type.begin());
  settings.member = knobs.first[kRoleCount + kTypeCount];
  settings.same = knobs.first[kRoleCount + kTypeCount + 1];
  return TemplateReader(std::make_unique<const Parts>(
      Parts{std::move(*wires), std::move(tables[0]), std::move(tables[1]), std::move(tables[2]),
            std::move(tables[3]), std::move(tables[4]), std::move(tables[5]), std::move(tables[6]),
            std::move(tables[7]), std::move(tables[8]), std::move(*net), std::move(entity_trees),
            std::move(fill_trees), std::move(draft_trees), std::move(attributes), std::move(*countries),
            settings}));
}

std::vector<Template> TemplateReader::read(std::string_view message) const {
  const Parts& p = *parts_;
  const Wire wire = p.wires.read(message);
  const MucFeatures features(wire, p.wires.words());
  const std::vector<Candidate> candidates = find_candidates(wire);
  MucScores scores;
  Features names;
  features.message(&names);
  p.message.score(names, {&scores.relevance, 1});
  scores.sentences.resize(wire.analysis.sentences().size());
  scores.told.resize(scores.sentences.size());
  for (std::uint32_t s = 0; s < scores.sentences.size(); ++s) {
    names.clear();
    features.sentence(s, &names);
    p.sentence.score(names, {&scores.sentences[s], 1});
    p.told.score(names, scores.told[s]);
  }
  scores.roles.resize(candidates.size());
  scores.nets.resize(candidates.size());
  scores.members.resize(candidates.size());
  for (std::size_t c = 0; c < candidates.size(); ++c) {
    names.clear();
    features.candidate(candidates[c], scores.relevance,
                       scores.sentences[features.sentence_of(candidates[c].head)], &names);
    p.role.score(names, scores.roles[c]);
    p.net.score(names, scores.nets[c]);
    names.clear();
    features.membership(candidates[c], &names);
    p.member.score(names, scores.members[c]);
  }
  names.clear();
  type_features(features, scores, &names);
  p.type.score(names, scores.types);
  scores.entities = gather_entities(candidates, scores);
  // Entities in roles: the linear model, and the trees over what all models say.
  std::vector<std::array<float, kRoleCount>> linear;
  for (std::size_t e = 0; e < scores.entities.size(); ++e) {
    linear.push_back(scores.entities[e].role);
    for (std::size_t r = 0; r < kRoleCount; ++r) {
      if (scores.entities[e].role[r] < kLeastRole) continue;
      names.clear();
      entity_features(features, candidates, scores, e, r, &names);
      p.entity.score(names, {&linear[e][r], 1});
    }
  }
  const MucRows rows(wire, features, candidates, scores, linear);
  std::vector<std::array<std::vector<float>, kRoleCount>> entity_rows(scores.entities.size());
  for (std::size_t e = 0; e < scores.entities.size(); ++e) {
    for (std::size_t r = 0; r < kRoleCount; ++r) {
      if (scores.entities[e].role[r] >= kLeastRole) entity_rows[e][r] = rows.entity(e, r);
    }
  }
  for (std::size_t e = 0; e < scores.entities.size(); ++e) {
    for (std::size_t r = 0; r < kRoleCount; ++r) {
      const std::vector<float>& row = entity_rows[e][r];
      scores.entities[e].role[r] =
          row.empty() ? linear[e][r] : (linear[e][r] + p.entity_trees[r].score_row(row)) / 2;
    }
  }
  // Types: whether their drafts are incidents of their own.
  const std::vector<MucDraft> weighed = draft(wire, candidates, scores, lenient_settings());
  std::array<float, kTypeCount> types;
  types.fill(-20);
  for (std::size_t k = 0; k < weighed.size(); ++k) {
    names.clear();
    draft_features(weighed, k, scores, &names);
    float odds = 0;
    p.draft.score(names, {&odds, 1});
    types[weighed[k].type] = (odds + p.draft_trees.score_row(rows.draft(weighed, k))) / 2;
  }
  scores.types = types;
  // Entities in roles in the templates of those types.
  std::array<std::array<float, kRoleCount>, kTypeCount> none;
  for (auto& one : none) one.fill(-20);
  scores.fills.assign(scores.entities.size(), none);
  for (std::size_t t = 0; t < kTypeCount; ++t) {
    if (scores.types[t] < lenient_settings().type[t]) continue;
    for (std::size_t e = 0; e < scores.entities.size(); ++e) {
      for (std::size_t r = 0; r < kRoleCount; ++r) {
        if (entity_rows[e][r].empty() || scores.entities[e].role[r] < kLeastFill) continue;
        scores.fills[e][t][r] = p.fill_trees[r].score_row(rows.fill(entity_rows[e][r], e, r, t));
      }
    }
  }
  const Answer answer = [&](Attribute attribute, const Features& asked) {
    const LinearModel& model = p.attributes[static_cast<std::size_t>(attribute)];
    std::vector<float> out(model.outputs());
    model.score(asked, out);
    return static_cast<std::size_t>(std::max_element(out.begin(), out.end()) - out.begin());
  };
  std::vector<Template> out;
  const auto same = [&](const MucFiller& a, const MucFiller& b, std::size_t type) {
    Features asked;
    pair_features(wire, features, candidates, a.candidate, b.candidate, type, &asked);
    float odds = 0;
    p.pair.score(asked, {&odds, 1});
    return odds;
  };
  for (const MucDraft& one :
       split(features, candidates, draft(wire, candidates, scores, p.settings), p.settings, same)) {
    out.push_back(complete(wire, features, candidates, scores, one, p.countries, answer));
  }
  return out;
}

}  // namespace hudna::coding

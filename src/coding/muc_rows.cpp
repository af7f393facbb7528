#include "coding/muc_rows.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/check.h"

namespace hudna::coding {
namespace {

constexpr float kNone = -12;

// Days since some day long ago of "1990-01-03…", to the day; 0 where there is none.
std::int64_t day_number(std::string_view iso) {
  if (iso.size() < 10 || iso[4] != '-' || iso[7] != '-') return 0;
  const std::string text(iso);
  return (std::atoi(text.c_str()) * 12 + std::atoi(text.c_str() + 5)) * std::int64_t{31} +
         std::atoi(text.c_str() + 8);
}

}  // namespace

MucRows::MucRows(const Wire& wire, const MucFeatures& features, const std::vector<Candidate>& candidates,
                 const MucScores& scores, const std::vector<std::array<float, kRoleCount>>& linear)
    : wire_(wire), features_(features), candidates_(candidates), scores_(scores), linear_(linear) {
  std::vector<std::vector<std::string>> words;
  for (const MucEntity& entity : scores.entities) {
    words.push_back(words_of(entity.words));
    words_.push_back(words.back().size());
  }
  for (const MucEntity& entity : scores.entities) {
    std::array<float, kRoleCount> best;
    best.fill(kNone);
    for (const std::uint32_t i : entity.candidates) {
      for (std::size_t k = 0; k < kRoleCount; ++k) best[k] = std::max(best[k], scores.nets[i][k]);
    }
    nets_.push_back(best);
  }
  kin_.assign(words.size(), std::vector<std::uint8_t>(words.size(), 0));
  for (std::size_t a = 0; a < words.size(); ++a) {
    for (std::size_t b = 0; b < words.size(); ++b) {
      if (a != b && same_thing(words[a], words[b])) kin_[a][b] = words[b].size() > words[a].size() ? 1 : 2;
    }
  }
  starts_.assign(scores.sentences.size() + 1, static_cast<std::uint32_t>(candidates.size()));
  for (std::uint32_t i = static_cast<std::uint32_t>(candidates.size()); i-- > 0;) {
    starts_[features.sentence_of(candidates[i].head)] = i;
  }
  for (std::size_t s = scores.sentences.size(); s-- > 0;) starts_[s] = std::min(starts_[s], starts_[s + 1]);
  const auto tokens = wire.analysis.tokens();
  kind_.assign(tokens.size(), 0);
  for (const model::Mention& mention : wire.mentions) {
    if (mention.head >= kind_.size()) continue;
    const auto* actor = std::get_if<model::ActorValue>(&mention.value);
    if (actor != nullptr) {
      kind_[mention.head] = 2 + static_cast<float>(actor->type);
    } else if (kind_[mention.head] == 0) {
      kind_[mention.head] = 1;
    }
  }
  for (const model::Token& token : tokens) {
    const bool plural = token.xpos == model::Xpos::NNS || token.xpos == model::Xpos::NNPS;
    tags_.push_back({token.upos == model::Upos::PROPN ? 1.0f : 0.0f, plural ? 1.0f : 0.0f,
                     static_cast<float>(model::universal(token.relation))});
  }
}

std::vector<float> MucRows::entity(std::size_t entity, std::size_t role) const {
  const MucEntity& one = scores_.entities[entity];
  std::vector<float> row;
  const auto add = [&](auto value) { row.push_back(static_cast<float>(value)); };
  std::vector<float> mentions;
  std::uint32_t best = one.candidates.front();
  float sum = 0, sentence_best = kNone;
  for (const std::uint32_t i : one.candidates) {
    const float score = scores_.roles[i][role];
    mentions.push_back(score);
    sum += probability(score);
    sentence_best = std::max(sentence_best, scores_.sentences[features_.sentence_of(candidates_[i].head)]);
    if (score > scores_.roles[best][role]) best = i;
  }
  std::sort(mentions.rbegin(), mentions.rend());
  const float mine = linear_[entity][role];
  add(mine);
  for (std::size_t k = 0; k < 3; ++k) add(k < mentions.size() ? mentions[k] : kNone);
  add(std::log(sum + 1e-5f));
  add(mentions.size());
  // The others of the message in this role, those apart whose words it shares.
  std::size_t rank = 0, linear_rank = 0;
  float rival = kNone, linear_rival = kNone, all = 0, linear_all = 0;
  std::array<float, 2> kin{kNone, kNone}, linear_kin{kNone, kNone};
  for (std::size_t other = 0; other < scores_.entities.size(); ++other) {
    const float score = scores_.entities[other].role[role];
    if (score < kLeastRole) continue;
    const float theirs = linear_[other][role];
    all += probability(score);
    linear_all += probability(theirs);
    if (other == entity) continue;
    if (const std::size_t side = kin_[entity][other]; side > 0) {
      kin[side - 1] = std::max(kin[side - 1], score);
      linear_kin[side - 1] = std::max(linear_kin[side - 1], theirs);
      continue;
    }
    rank += score > mentions[0] ? 1 : 0;
    linear_rank += theirs > mine ? 1 : 0;
    rival = std::max(rival, score);
    linear_rival = std::max(linear_rival, theirs);
  }
  add(rank);
  add(linear_rank);
  add(rival);
  add(linear_rival);
  add(mine - linear_rival);
  add(kin[0]);
  add(kin[1]);
  add(mine - linear_kin[0]);
  add(mine - linear_kin[1]);
  add(all);
  add(linear_all);
  for (std::size_t k = 0; k < kRoleCount; ++k) add(one.role[k]);
  for (std::size_t k = 0; k < kRoleCount; ++k) add(linear_[entity][k]);
  for (std::size_t t = 0; t < 4; ++t) add(one.member[t]);
  for (std::size_t t = 0; t < 3; ++t) add(scores_.types[t]);
  add(scores_.relevance);
  // Its sentence, and where it stands.
  const std::uint32_t sentence = features_.sentence_of(candidates_[best].head);
  const auto count = static_cast<std::uint32_t>(scores_.sentences.size());
  const float top = *std::max_element(scores_.sentences.begin(), scores_.sentences.end());
  add(sentence_best);
  add(scores_.sentences[sentence]);
  add(top);
  add(scores_.sentences[sentence] - top);
  add(sentence > 0 ? scores_.sentences[sentence - 1] : kNone);
  add(sentence + 1 < count ? scores_.sentences[sentence + 1] : kNone);
  add(sentence);
  add(features_.sentence_of(candidates_[one.candidates.front()].head));
  add(static_cast<float>(sentence) / static_cast<float>(count));
  add(count);
  add(words_[entity]);
  add(static_cast<int>(candidates_[best].extent));
  // Other extents of the same noun, others of the same sentence.
  float group = kNone, beside = kNone, beside_sum = 0;
  for (std::uint32_t i = starts_[sentence]; i < starts_[sentence + 1]; ++i) {
    const float score = scores_.roles[i][role];
    if (candidates_[i].group == candidates_[best].group) {
      if (i != best) group = std::max(group, score);
    } else {
      beside = std::max(beside, score);
      beside_sum += probability(score);
    }
  }
  add(mentions[0] - group);
  add(mentions[0] - beside);
  add(std::log(beside_sum + 1e-4f));
  // What the network says of it and of its rivals.
  float net = kNone, net_sum = 0, net_rival = kNone, net_all = 0;
  std::array<float, kRoleCount> nets;
  std::array<float, 2> net_kin{kNone, kNone};
  nets.fill(kNone);
  std::size_t net_rank = 0;
  for (const std::uint32_t i : one.candidates) {
    for (std::size_t k = 0; k < kRoleCount; ++k) nets[k] = std::max(nets[k], scores_.nets[i][k]);
    net_sum += probability(scores_.nets[i][role]);
  }
  net = nets[role];
  for (std::size_t other = 0; other < scores_.entities.size(); ++other) {
    const float theirs = nets_[other][role];
    net_all += probability(theirs);
    if (other == entity) continue;
    if (const std::size_t side = kin_[entity][other]; side > 0) {
      net_kin[side - 1] = std::max(net_kin[side - 1], theirs);
      continue;
    }
    net_rank += theirs > net ? 1 : 0;
    net_rival = std::max(net_rival, theirs);
  }
  for (const float value : nets) add(value);
  add(std::log(net_sum + 1e-5f));
  add(net_rank);
  add(net - net_rival);
  add(net - net_kin[0]);
  add(net - net_kin[1]);
  add(net_all);
  add((net + mentions[0]) / 2);
  add((net + mine) / 2);
  // What it is.
  const std::uint32_t head = candidates_[best].head;
  for (const float tag : tags_[head]) add(tag);
  add(kind_[head]);
  HUDNA_CHECK(row.size() == kEntityRow);
  return row;
}

std::vector<float> MucRows::fill(const std::vector<float>& entity_row, std::size_t entity, std::size_t role,
                                 std::size_t type) const {
  const MucScores& scores = scores_;
  std::vector<float> row = entity_row;
  const auto add = [&](auto value) { row.push_back(static_cast<float>(value)); };
  const MucEntity& one = scores.entities[entity];
  add(one.role[role]);
  float other_type = kNone, other_member = kNone, weighed = kNone;
  for (std::size_t t = 0; t < kTypeCount; ++t) {
    if (t == type) continue;
    other_type = std::max(other_type, scores.types[t]);
    other_member = std::max(other_member, one.member[t]);
    weighed = std::max(weighed, std::min(one.member[t], scores.types[t] + 1));
  }
  add(scores.types[type]);
  add(scores.types[type] - other_type);
  add(one.member[type]);
  add(one.member[type] - other_member);
  add(one.member[type] - weighed);
  add(type);
  // How the rest of its sentence, and the one before, speak for the type.
  std::uint32_t best = one.candidates.front();
  for (const std::uint32_t i : one.candidates) {
    if (scores.roles[i][role] > scores.roles[best][role]) best = i;
  }
  const std::uint32_t sentence = features_.sentence_of(candidates_[best].head);
  float beside = kNone;
  for (std::uint32_t i = starts_[sentence > 0 ? sentence - 1 : 0]; i < starts_[sentence + 1]; ++i) {
    if (candidates_[i].group == candidates_[best].group) continue;
    const float likely = *std::max_element(scores.roles[i].begin(), scores.roles[i].end());
    beside = std::max(beside, std::min(likely, scores.members[i][type]));
  }
  add(beside);
  float told = kNone, top_told = kNone;
  for (const std::uint32_t i : one.candidates)
    told = std::max(told, scores.told[features_.sentence_of(candidates_[i].head)][type]);
  for (const auto& each : scores.told) top_told = std::max(top_told, each[type]);
  add(scores.told[sentence][type]);
  add(told);
  add(told - top_told);
  add(sentence > 0 ? scores.told[sentence - 1][type] : kNone);
  // Others of the template, and how sure.
  float all = 0, rival = kNone;
  for (std::size_t e = 0; e < scores.entities.size(); ++e) {
    if (e == entity) continue;
    for (std::size_t r = 0; r < kRoleCount; ++r) {
      const float score = std::min(scores.entities[e].role[r], scores.entities[e].member[type] + 1);
      all += probability(score);
      if (r == role) rival = std::max(rival, score);
    }
  }
  add(all);
  add(std::min(one.role[role], one.member[type] + 1) - rival);
  HUDNA_CHECK(row.size() == kFillRow);
  return row;
}

std::vector<float> MucRows::draft(const std::vector<MucDraft>& drafts, std::size_t which) const {
  const MucScores& scores = scores_;
  const MucDraft& one = drafts[which];
  std::vector<float> row;
  const auto add = [&](auto value) { row.push_back(static_cast<float>(value)); };
  const float odds = scores.types[one.type];
  add(one.type);
  add(odds);
  add(scores.relevance);
  float rival = kNone;
  for (const MucDraft& other : drafts) {
    if (other.type != one.type) rival = std::max(rival, scores.types[other.type]);
  }
  add(rival);
  add(odds - rival);
  add(drafts.size());
  std::array<float, kRoleCount> own{}, shared{}, top;
  top.fill(kNone);
  float sure = 0, best = kNone;
  for (const MucFiller& filler : one.fillers) {
    (filler.own ? own : shared)[filler.role] += probability(filler.score);
    if (!filler.own) continue;
    top[filler.role] = std::max(top[filler.role], filler.score);
    sure += probability(filler.score);
    best = std::max(best, filler.score);
  }
  for (std::size_t role = 0; role < kRoleCount; ++role) {
    add(own[role]);
    add(shared[role]);
    add(top[role]);
  }
  add(sure);
  add(best);
  std::vector<float> sentences = scores.sentences;
  std::sort(sentences.rbegin(), sentences.rend());
  float told = 0;
  for (const float value : sentences) told += probability(value);
  for (std::size_t k = 0; k < 3; ++k) add(k < sentences.size() ? sentences[k] : kNone);
  add(told);
  add(sentences.size());
  // The best of its fillers by role and type together.
  float joint = kNone, joint_sum = 0;
  for (std::size_t i = 0; i < scores.roles.size(); ++i) {
    const float likely = *std::max_element(scores.roles[i].begin(), scores.roles[i].end());
    const float both = std::min(likely, scores.members[i][one.type]);
    joint = std::max(joint, both);
    joint_sum += probability(both);
  }
  add(joint);
  add(joint_sum);
  for (std::size_t type = 0; type < kTypeCount; ++type) add(scores.types[type]);
  // The sentences that speak most for it: how much, where they stand, which day and how exact a place they
  // name.
  std::vector<std::uint32_t> order(scores.told.size());
  for (std::uint32_t s = 0; s < order.size(); ++s) order[s] = s;
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return scores.told[a][one.type] > scores.told[b][one.type];
  });
  float told_sum = 0, rest = kNone;
  for (std::size_t s = 0; s < order.size(); ++s) {
    told_sum += probability(scores.told[s][one.type]);
    for (std::size_t t = 0; t < kTypeCount; ++t) {
      if (t != one.type) rest = std::max(rest, scores.told[s][t]);
    }
  }
  for (std::size_t k = 0; k < 3; ++k) add(k < order.size() ? scores.told[order[k]][one.type] : kNone);
  add(told_sum);
  add(order.empty() ? kNone : scores.told[order[0]][one.type] - rest);
  add(order.empty() ? 0 : order[0]);
  const std::int64_t today = day_number(wire_.date);
  float days = -1, exact = 0, places = 0, years = -1;
  for (std::size_t k = 0; k < 2 && k < order.size(); ++k) {
    for (const model::Mention& mention : wire_.mentions) {
      if (features_.sentence_of(mention.head) != order[k]) continue;
      if (const auto* time = std::get_if<model::TimeValue>(&mention.value)) {
        const std::int64_t day = day_number(time->edtf);
        if (today > 0 && day > 0)
          days = std::max(days, static_cast<float>(std::min<std::int64_t>(std::abs(today - day), 400)));
        if (time->edtf.size() == 4 && wire_.date.size() >= 4)
          years = std::max(years, static_cast<float>(std::abs(std::atoi(wire_.date.c_str()) -
                                                              std::atoi(time->edtf.c_str()))));
      } else if (const auto* place = std::get_if<model::PlaceValue>(&mention.value)) {
        places += 1;
        exact += place->precision == model::Precision::Country ? 0 : 1;
      }
    }
  }
  add(days);
  add(years);
  add(places);
  add(exact);
  HUDNA_CHECK(row.size() == kDraftRow);
  return row;
}

}  // namespace hudna::coding

// How well do hudna's stages and the template layer on top of them (src/coding)
// fill the templates of the Message Understanding Conferences? Runs them over
// a folder of MUC messages and scores them against its keys (eval/muc_score).
#pragma once

#include <functional>
#include <string>

#include "base/data_source.h"
#include "base/result.h"
#include "eval/muc_score.h"

namespace hudna::eval {

struct MucScore {
  std::size_t messages = 0, templates = 0, key_templates = 0;
  SixSlotScore six_slot, six_slot_described;
  Muc4Score muc4;
  double messages_per_s = 0;
  std::string json() const;
};

// `progress`, where given, is called once a message with the number of all. Reads the folder as read_muc
// does.
base::Result<MucScore> score_muc(const std::string& path, const base::DataSource& data,
                                 const std::function<void(std::size_t all)>& progress = {});

}  // namespace hudna::eval

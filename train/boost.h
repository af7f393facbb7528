// How are boosted trees learnt? Gradient boosting of oblivious trees on
// logistic loss (Newton steps): each level of a tree asks one question of all
// rows, chosen by the summed gain over the leaves. Deterministic: subsets come
// from a fixed generator, and ties go to the lower feature.
#pragma once

#include <cstdint>
#include <vector>

#include "base/boosted_trees.h"

namespace hudna::train {

struct Sample {
  std::vector<float> row;  // as many values in each
  float label = 0;         // 0 or 1
  float weight = 0;
};

struct BoostOptions {
  int trees = 150;
  double rate = 0.12;
  double lambda = 3.0;    // weight that shrinks a leaf towards none
  double rows = 0.6;      // share of the rows that a tree sees
  double features = 0.5;  // share of the features that a tree may ask about
  std::uint64_t seed = 7;
};

base::BoostedTrees boost(const std::vector<const Sample*>& samples, const BoostOptions& options);

}  // namespace hudna::train

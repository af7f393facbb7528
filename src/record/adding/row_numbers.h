// Which number has a row that is named by its id? One that is in the part of
// the record has its own; any other is numbered on from the last of its table,
// and its id goes with the update (RecordUpdate::Others).
// Private to src/record.
#pragma once

#include <algorithm>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "record/adding/adding.h"

namespace hudna::record {

class RowNumbers {
 public:
  // REQUIRES: the rows of the part are written.
  explicit RowNumbers(Adding* adding) : work_(*adding->work), others_(adding->out.others) {
    for (std::size_t i = 0; i < work_.out.statements.size(); ++i)
      statements_[work_.out.statements[model::StatementId(i)].id] = model::StatementId(i);
    for (std::size_t i = 0; i < work_.out.agreements.size(); ++i)
      agreements_[work_.out.agreements[model::AgreementId(i)].id] = model::AgreementId(i);
  }

  model::StatementId statement(const std::string& id) {
    return number(id, work_.out.statements.size(), &statements_, &others_.statements);
  }
  model::AgreementId agreement(const std::string& id) {
    return number(id, work_.out.agreements.size(), &agreements_, &others_.agreements);
  }
  const std::string& id_of(model::StatementId id) const {
    return id.index() < work_.out.statements.size()
               ? work_.out.statements[id].id
               : others_.statements[id.index() - work_.out.statements.size()];
  }
  // In the order in which a whole record has them.
  void sort(std::vector<model::ComplianceEvidence>* list) const {
    std::sort(list->begin(), list->end(), [this](const auto& a, const auto& b) {
      return std::tie(a.day, id_of(a.statement), a.rule, a.state) <
             std::tie(b.day, id_of(b.statement), b.rule, b.state);
    });
    list->erase(std::unique(list->begin(), list->end()), list->end());
  }

 private:
  template <class Id>
  static Id number(const std::string& id, std::size_t size, std::unordered_map<std::string, Id>* known,
                   std::vector<std::string>* others) {
    const auto [at, unknown] = known->try_emplace(id);
    if (unknown) {
      at->second = Id(size + others->size());
      others->push_back(id);
    }
    return at->second;
  }

  const Work& work_;
  model::RecordUpdate::Others& others_;
  std::unordered_map<std::string, model::StatementId> statements_;
  std::unordered_map<std::string, model::AgreementId> agreements_;
};

}  // namespace hudna::record

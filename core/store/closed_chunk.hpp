// A chunk whose results have been applied, on its way into the history. Keeps alive what
// activity::ChunkActivities borrows.
#pragma once
#include <memory>

#include "flow/chunk.hpp"
#include "store/changes.hpp"
#include "store/sqlite/run_facts.hpp"

namespace stepgate::store {

struct ClosedChunk {
  flow::ChunkRow row;
  flow::ResultsRef results;  ///< ids, codes, reasons, declared attributes
  Changes changes;           ///< outcomes, old and new values
  std::shared_ptr<const RunFact> run;
};

}  // namespace stepgate::store

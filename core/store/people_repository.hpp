// People for the API, CSV import and export. The engine's own reads are in flow::Store.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "flow/store.hpp"

namespace stepgate::store {

struct Core;

struct Person {
  flow::PersonId id = 0;
  /// API name -> value of every field, in field order; null when empty. createdAt and updatedAt
  /// included; `id` is not.
  Json values;
};

/// Everyone, or those whose field holds a value: typed compare, text exactly; "" finds the empty.
struct PeopleFilter {
  flow::FieldId field = 0;  ///< 0: everyone
  std::string value;        ///< read by the field's type; VALUE_UNREADABLE (invalid) when it cannot
};

struct PeoplePage {
  std::vector<Person> people;
  flow::PersonId next_after = 0;  ///< 0: no more
};

/// Rows of one slice of an import, by column. Texts lie in `arena`, as in flow::ChunkResults.
struct ImportBatch {
  struct Row {
    flow::PersonId id = 0;          ///< 0: not given
    std::vector<flow::Cell> cells;  ///< one per field; keep: not given. `add` is not allowed
  };
  std::string source;  ///< file name; the changes are recorded as coming from "Import <source>"
  std::vector<flow::FieldId> fields;  ///< distinct, none of them read-only
  std::vector<Row> rows;
  std::string arena;
};

enum class ImportOutcome : std::uint8_t { inserted, updated, unchanged, refused };
struct ImportResult {
  ImportOutcome outcome = ImportOutcome::refused;
  flow::PersonId id = 0;
  std::string code, message;  ///< refused: ID_OUT_OF_RANGE
};

/// What was erased of a person.
struct ErasedPerson {
  bool person = false;  ///< there was one
  std::int64_t activities = 0, log_entries = 0, traces = 0, late_results = 0;
  std::int64_t damaged = 0;  ///< segments that may hold something of the person and can't be read
  bool something() const noexcept {
    return person || activities + log_entries + traces + late_results > 0;
  }
};

class PeopleRepository {
 public:
  static constexpr std::size_t kMaxPage = 1000;
  static constexpr flow::PersonId kMaxGivenId = flow::PersonId(1) << 40;

  explicit PeopleRepository(Core& core);

  std::optional<Person> get(flow::PersonId id);
  std::optional<flow::PersonId> find_by_email(std::string_view email);  ///< without case (ASCII)
  PeoplePage list(const PeopleFilter& filter, flow::PersonId after, std::size_t limit);
  std::int64_t count(const PeopleFilter& filter = {});

  /// Matches each row by id, else by email without case (the lowest id wins), else inserts it. A
  /// row with an unknown id is inserted under that id. Written in transactions of at most 50 ms
  /// each; rows in order, so a row sees those before it. One result per row.
  std::vector<ImportResult> import(const ImportBatch& batch);

  /// The person, what happened to them, and all that tells something of them: logs, traces of their
  /// chunks, late results. Lists of ids (of chunks and audiences) keep the number. Throws
  /// PERSON_IN_FLIGHT (conflict). What a crash leaves is taken by the next call.
  ErasedPerson erase(flow::PersonId id);

  /// Every matching person in id order, page by page, so that a slow reader holds no snapshot for
  /// long. Values as flow::Store::read_people gives them, those of `fields` in that order. The sink
  /// may throw to stop.
  void export_people(const PeopleFilter& filter, std::span<const flow::FieldId> fields,
                     flow::PeopleSink& sink);

 private:
  Core& core_;
};

}  // namespace stepgate::store

// A plan with one field of each kind of trouble, and results as text.
#pragma once
#include <string>
#include <vector>

#include "coerce_fixture.hpp"
#include "flow/result_builder.hpp"

namespace stepgate::flow::test {

/// incoming: 0 country (field 14, string), 1 score (22, score), 2 employees (21, integer),
/// 3 consent (23, boolean); attributes: 0 matched, 1 detail.
Plan sample_plan();
/// Ids 101, 102, ... of `n` people.
std::vector<PersonId> people(std::size_t n);

/// The cell of a field for one person: "keep", "null", "=5", "add 5", "'text'"; "none" when nobody
/// sets the field.
std::string field_cell(const ChunkResults& r, FieldId field, std::size_t person);
std::string attribute_cell(const ChunkResults& r, std::string_view name, std::size_t person);
/// "ok", "ok 'reason'", "failed CODE", "failed CODE 'reason'".
std::string outcome(const ChunkResults& r, std::size_t person);

}  // namespace stepgate::flow::test

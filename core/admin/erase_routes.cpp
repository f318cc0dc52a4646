// Erasing a person.
#include <array>

#include "admin/call.hpp"
#include "base/error.hpp"
#include "store/database.hpp"
#include "store/people_repository.hpp"

namespace stepgate::admin {
namespace {

void erase(Call& call) {
  const auto id = call.number_id("person");
  const auto erased = call.parts.database->people().erase(id);
  if (!erased.something())
    throw Error(ErrorKind::not_found, "PERSON_NOT_FOUND", "person " + std::to_string(id),
                "there is nothing of such a person", "Give the id of one who is there");
  call.answer(Json::object({{"person", id},
                            {"wasThere", erased.person},
                            {"activities", erased.activities},
                            {"logEntries", erased.log_entries},
                            {"traces", erased.traces},
                            {"lateResults", erased.late_results},
                            {"damagedSegments", erased.damaged}}));
}

constexpr std::array kRoutes{
    Route{.method = "DELETE",
          .path = "/api/v1/people/{person}",
          .id = "erasePerson",
          .summary = "Erases a person from people, history, logs, traces and late results",
          .handle = &erase,
          .answer = {kJson, "ErasedPerson"},
          .refusals = "404 409"},
};

}  // namespace

std::span<const Route> erase_routes() { return kRoutes; }

}  // namespace stepgate::admin

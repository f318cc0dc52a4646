// Taking back what a run wrote.
#include <array>

#include "admin/call.hpp"
#include "campaign/undos.hpp"

namespace stepgate::admin {
namespace {

void ask(Call& call) { call.answer(call.parts.undos->ask(call.number_id("run"))); }
void show(Call& call) { call.answer(call.parts.undos->show(call.number_id("run"))); }
void left(Call& call) {
  call.answer(call.parts.undos->left(call.number_id("run"), call.query("after"), call.limit()));
}

constexpr std::array kRoutes{
    Route{.method = "POST",
          .path = "/api/v1/runs/{run}/undo",
          .id = "undoRun",
          .summary = "Takes back what an ended run wrote, except for what was changed again since",
          .handle = &ask,
          .status = 202,
          .answer = {kJson, "Undo"},
          .refusals = "404 409"},
    Route{.method = "GET",
          .path = "/api/v1/runs/{run}/undo",
          .id = "showUndo",
          .summary = "How far that is, and what came of it",
          .handle = &show,
          .answer = {kJson, "Undo"},
          .refusals = "404"},
    Route{.method = "GET",
          .path = "/api/v1/runs/{run}/undo/left",
          .id = "listUndoLeft",
          .summary = "Values that were left: changed again since, or of people who are gone",
          .handle = &left,
          .answer = {kJson, "UndoLeftList"},
          .query = "limit after",
          .refusals = "404"},
};

}  // namespace

std::span<const Route> undo_routes() { return kRoutes; }

}  // namespace stepgate::admin

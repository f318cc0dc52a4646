#include "check/run.hpp"

#include <chrono>
#include <thread>

#include "base/text.hpp"
#include "store/activity_repository.hpp"
#include "store/field_repository.hpp"
#include "store/run_repository.hpp"
#include "store/service_repository.hpp"

namespace stepgate::check {
namespace {

constexpr auto kLook = std::chrono::milliseconds(20);
constexpr Ms kAbortWithin = 3'000;
constexpr std::size_t kPage = 1'000;

Json ids_json(const std::vector<std::int64_t>& ids) {
  Json list = Json::array();
  for (const auto id : ids) list.push(id);
  return list;
}

bool is_over(Stage& stage, flow::RunId run) {
  const auto info = stage.host.database->runs().get(run);
  return info.row.state == flow::RunState::done || info.row.state == flow::RunState::aborted;
}

void abort(Stage& stage, flow::RunId run) {
  stage.host.engine.abort_run(run);
  const auto& clock = system_clock();
  for (const Ms end = clock.steady() + kAbortWithin; !is_over(stage, run) && clock.steady() < end;)
    std::this_thread::sleep_for(kLook);
}

RunEnd::Kind wait(Stage& stage, flow::RunId run, Ms patience, const std::function<bool()>& enough) {
  const auto& clock = system_clock();
  const Ms end = clock.steady() + patience;
  while (!is_over(stage, run)) {
    if (stage.interrupted()) return RunEnd::Kind::interrupted;
    if (!stage.row().paused_reason.empty()) return RunEnd::Kind::paused;
    if (clock.steady() > end || (enough && enough())) return RunEnd::Kind::overdue;
    std::this_thread::sleep_for(kLook);
  }
  return RunEnd::Kind::done;
}

/// As JSON of the field's type.
Json typed(const std::optional<std::string>& text, flow::DataType type) {
  using flow::DataType;
  if (!text) return {};
  if (type == DataType::boolean) return *text == "true";
  if (type == DataType::integer || type == DataType::score)
    if (const auto number = parse_int(*text)) return *number;
  if (type == DataType::float_)
    if (const auto number = parse_double(*text)) return *number;
  return *text;
}

Json activity_view(const store::activity::Activity& activity) {
  Json view = Json::object({{"success", activity.success},
                            {"errorCode", activity.code.empty() ? Json() : Json(activity.code)},
                            {"reason", activity.reason.empty() ? Json() : Json(activity.reason)}});
  if (!activity.primary_attribute.empty())
    view.set("primaryAttribute",
             Json::object({{activity.primary_attribute, Json(activity.primary_value)}}));
  Json attributes = Json::object();
  for (const auto& [name, value] : activity.attributes) attributes.set(name, value);
  return view.set("attributes", attributes);
}

}  // namespace

RunEnd run_chunk(Stage& stage, const std::string& name, const std::vector<std::int64_t>& ids,
                 Ms patience, const std::function<bool()>& enough) {
  RunEnd end;
  Json request = Json::object({{"name", name},
                               {"service", stage.service},
                               {"audience", Json::object({{"ids", ids_json(ids)}})}});
  request.set("parameters", stage.parameters);
  request.set("chunkPeople", static_cast<std::int64_t>(PeopleTable::kMostPeople));
  const auto campaign = stage.host.campaigns.create(request);
  const Ms began = system_clock().steady();
  const auto started =
      stage.host.campaigns.run(static_cast<flow::CampaignId>(campaign["id"].as_int()));
  end.run = static_cast<flow::RunId>(started["run"].as_int());
  end.kind = wait(stage, end.run, patience, enough);
  end.millis = system_clock().steady() - began;
  const auto chunks = stage.host.runs.chunks(end.run, 0, kPage);
  end.chunks = chunks["items"].items();
  if (end.kind != RunEnd::Kind::done) abort(stage, end.run);
  end.show = stage.host.runs.show(end.run);
  return end;
}

Json outcomes_of(Stage& stage, flow::RunId run) {
  std::map<flow::PersonId, Json> activities;
  store::activity::Filter filter;
  filter.run = run;
  filter.type = store::activity::ActivityType::service;
  stage.host.database->activities().each(filter, [&](const store::activity::Activity& activity) {
    activities[activity.person] = activity_view(activity);
    return true;
  });
  std::map<flow::PersonId, Json> by_person;
  std::string after;
  for (;;) {
    const auto page = stage.host.runs.results(run, false, after, kPage);
    for (const auto& one : page["items"].items()) {
      const auto id = one["person"].as_int();
      by_person[id] = Json::object({{"id", id},
                                    {"outcome", one["outcome"]},
                                    {"code", one["code"]},
                                    {"activity", activities[id]}});
    }
    if (page["next"].is_null()) break;
    after = page["next"].as_string();
  }
  Json all = Json::array();
  for (auto& [id, one] : by_person) all.push(std::move(one));
  return all;
}

Json written_of(Stage& stage, flow::RunId run) {
  const auto fields = stage.host.database->fields().table();
  std::map<std::pair<flow::PersonId, flow::FieldId>, Json> cells;
  store::activity::Filter filter;
  filter.run = run;
  filter.type = store::activity::ActivityType::data_value_change;
  stage.host.database->activities().each(filter, [&](const store::activity::Activity& change) {
    const auto* field = fields->find(change.field);
    const auto type = field != nullptr ? field->type : flow::DataType::string;
    cells[{change.person, change.field}] = Json::object({{"id", change.person},
                                                         {"field", change.field_name},
                                                         {"value", typed(change.new_value, type)}});
    return true;
  });
  Json all = Json::array();
  for (auto& [key, cell] : cells) all.push(std::move(cell));
  return all;
}

}  // namespace stepgate::check

// Columns of an opened segment as the struct that everybody else knows.
#include <algorithm>

#include "base/text.hpp"
#include "store/activity/bytes.hpp"
#include "store/activity/open_segment.hpp"

namespace stepgate::store::activity {

const std::vector<OpenSegment::Field>& OpenSegment::fields() {
  if (fields_ != nullptr) return *fields_;
  auto fields = std::make_unique<std::vector<Field>>();
  for (const Body::Stored& stored : body_.columns()) {
    if (stored.kind != ColumnKind::old_value && stored.kind != ColumnKind::new_value) continue;
    const auto id = parse_int(stored.key);
    if (!id) throw Damaged("a field of it has no number");
    auto it =
        std::find_if(fields->begin(), fields->end(), [&](const Field& f) { return f.id == *id; });
    if (it == fields->end()) {
      it = fields->emplace(fields->end());
      it->id = static_cast<flow::FieldId>(*id);
    }
    (stored.kind == ColumnKind::old_value ? it->before : it->after) = body_.column(stored);
  }
  std::sort(fields->begin(), fields->end(),
            [](const Field& a, const Field& b) { return a.id < b.id; });
  fields_ = std::move(fields);
  return *fields_;
}

const ColumnReader& OpenSegment::outcome() {
  if (outcome_ == nullptr) {
    outcome_ = std::make_unique<ColumnReader>(body_.column(ColumnKind::outcome));
  }
  return *outcome_;
}

const OpenSegment::Details& OpenSegment::details() {
  if (details_ != nullptr) return *details_;
  auto details = std::make_unique<Details>();
  details->code = body_.column(ColumnKind::code);
  details->reason = body_.column(ColumnKind::reason);
  details->source = body_.column(ColumnKind::source);
  details->change_reason = body_.column(ColumnKind::change_reason);
  details->primary = body_.column(ColumnKind::primary);
  for (const Body::Stored& stored : body_.columns()) {
    if (stored.kind == ColumnKind::attribute) {
      details->attributes.push_back({stored.key, body_.column(stored)});
    } else if (stored.kind == ColumnKind::parameter) {
      details->parameters.push_back({stored.key, body_.column(stored)});
    }
  }
  // The order of columns is whatever the chunks brought; names keep it the same after compaction.
  std::sort(details->attributes.begin(), details->attributes.end(),
            [](const Named& a, const Named& b) { return a.name < b.name; });
  details_ = std::move(details);
  return *details_;
}

Activity OpenSegment::activity(const Hit& hit, FieldNames& names) {
  const std::size_t i = hit.entry;
  Activity out;
  out.at = hit.key.at;
  out.person = hit.key.person;
  out.service = number(ColumnKind::service, i);
  out.run = number(ColumnKind::run, i);
  out.step = static_cast<std::int32_t>(number(ColumnKind::step, i));
  // Of an import it is only a number that keeps slices apart.
  if (out.service != 0) out.chunk = hit.key.chunk;
  out.source = details().source.at(i).text();
  if (hit.part == 0) {
    fill_service(out, i);
  } else {
    fill_change(out, fields()[hit.part - 1], i, names);
  }
  return out;
}

void OpenSegment::fill_service(Activity& out, std::size_t i) {
  const Details& d = details();
  out.type = ActivityType::service;
  out.outcome = static_cast<Outcome>(outcome().at(i).number());
  out.success = out.outcome != Outcome::failed;
  out.code = d.code.at(i).text();
  out.reason = d.reason.at(i).text();
  for (const Named& attribute : d.attributes) {
    const Value value = attribute.values.at(i);
    if (!value.is_null()) out.attributes.emplace_back(attribute.name, text_of(value, false));
  }
  out.primary_attribute = d.primary.at(i).text();
  Parameters parameters;
  for (const Named& parameter : d.parameters) {
    const Value value = parameter.values.at(i);
    if (value.is_null()) continue;
    parameters.emplace_back(parameter.name, value.text());
    if (parameter.name == out.primary_attribute) out.primary_value = parameter_text(value.text());
  }
  out.parameters = join_parameters(parameters);
}

void OpenSegment::fill_change(Activity& out, const Field& field, std::size_t i, FieldNames& names) {
  const FieldNames::Entry& named = names.of(field.id);
  out.type = ActivityType::data_value_change;
  out.reason = details().change_reason.at(i).text();
  out.field = field.id;
  out.field_name = named.name;
  const Value before = field.before.at(i), after = field.after.at(i);
  if (!before.is_null()) out.old_value = text_of(before, named.boolean);
  if (!after.is_null()) out.new_value = text_of(after, named.boolean);
}

}  // namespace stepgate::store::activity

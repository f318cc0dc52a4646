// From a URL to an active service, step by step; each step is stored, so that a draft survives
// anything. JSON in and out as the API has it (docs/api.md). Refusals are Errors that leave the
// service as it was.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/grants.hpp"
#include "catalog/service_catalog.hpp"
#include "catalog/service_door.hpp"
#include "store/campaign_repository.hpp"
#include "store/credential_repository.hpp"
#include "store/database.hpp"
#include "store/service_repository.hpp"

namespace stepgate::catalog {

struct OnboardingParts {
  store::Database* database = nullptr;
  plugin::PluginHost* plugins = nullptr;
  ServiceCatalog* catalog = nullptr;
  Grants* grants = nullptr;
  const SecretBox* box = nullptr;
  http::Client* client = nullptr;
  Clock* clock = nullptr;
  std::string callback_url_base;  ///< told to services; a warning when it is loopback and the
                                  ///< service is not
};

/// Thread safe; two changes of one service at once: the second is refused (CHANGED_MEANWHILE).
class Onboarding {
 public:
  explicit Onboarding(OnboardingParts parts) : parts_(std::move(parts)) {}

  /// {url, name?, auth?, mapping?, provider?, acceptNoSecurity?} -> draft with discovery, findings
  /// and credentialInputs.
  Json install(const Json& request);
  /// {inputs} or {credential: id or name}: checked against the service with the values just given,
  /// stored when they are good.
  Json set_credential(flow::ServiceId service, const Json& request);
  /// Reads the definition (again) and proposes mappings for what has no row yet.
  Json read_definition(flow::ServiceId service);
  Json mapping(flow::ServiceId service);
  /// {outgoing?: {rows, confirmed}, incoming?: {...}}. Throws DetailedError MAPPING_INVALID with
  /// the problems.
  Json set_mapping(flow::ServiceId service, const Json& request);
  /// {name?, globals?, headers?, required?, limits?, settings?, tls?, credentialParameter?}: merged
  /// into what is there; a null value takes one out.
  Json configure(flow::ServiceId service, const Json& request);
  /// {acceptPrivacyNotice?, acceptedBy?}. Throws DetailedError SERVICE_INCOMPLETE with what is
  /// missing; somebody has to have confirmed the privacy notice.
  Json activate(flow::ServiceId service, const Json& request = {});
  /// {replacedBy?: id or name}: what a refused campaign is told to use instead.
  Json retire(flow::ServiceId service, const Json& request = {});
  Json reinstate(flow::ServiceId service);
  Json resume(flow::ServiceId service);
  /// Throws DetailedError SERVICE_IN_USE with the campaigns.
  void remove(flow::ServiceId service);
  /// {campaigns: [{id, name, step}], runs: [{id, campaign, state}]}: the runs are open ones.
  Json uses(flow::ServiceId service);
  /// Throws SERVICE_RETIRED (naming what replaces it), SERVICE_NOT_ACTIVE: no new campaign can use
  /// it.
  void require_usable(flow::ServiceId service);
  /// {with: id or name, dryRun?}: the campaigns of `service` use the other one from then on, and
  /// `service` is retired. Throws DetailedError REPLACEMENT_MISFITS.
  Json replace(flow::ServiceId service, const Json& request);

  /// Reads document and definition again: {service, changes, changed, definitionRead, withheld,
  /// revision}. Nothing is changed.
  Json refresh(flow::ServiceId service);
  /// {revision, mapping?, globals?, headers?, acceptNoSecurity?}: what refresh() showed is taken
  /// over. Throws DetailedError CHANGED_MEANWHILE, ADOPTION_INCOMPLETE.
  Json adopt(flow::ServiceId service, const Json& request);

  /// Those that are no drafts.
  std::vector<flow::ServiceId> installed();
  /// Asks the service now; what is new goes to its log.
  /// When `cancelled` says so it gives up, and nothing is noted.
  Json status(flow::ServiceId service, const std::function<bool()>& cancelled = {});
  /// {contentType, body}: "guide", "brandIcon", "serviceIcon". Throws NOT_FOUND (RESOURCE_MISSING).
  std::pair<std::string, std::string> resource(flow::ServiceId service, std::string_view name);
  /// With `refresh` the service is asked, for all of its attributes or `only` for one. Choices that
  /// are gone and that a campaign uses are told in its log and as `vanished`.
  /// What the service tells its users, made harmless. Throws NOT_FOUND (RESOURCE_MISSING): it
  /// declares none, answers 404, or says nothing.
  std::string guide(flow::ServiceId service);
  Json picklists(flow::ServiceId service, bool refresh, std::string_view only = {},
                 const std::function<bool()>& cancelled = {});

  Json list();
  Json show(flow::ServiceId service);
  /// By id ("7") or name, without case. Throws SERVICE_NOT_FOUND.
  flow::ServiceId find(std::string_view id_or_name);

  /// The stored credentials, without secrets.
  Json credentials();
  Json credential(std::string_view id_or_name);
  Json add_credential(const Json& request);  ///< {name, kind, inputs}
  /// {inputs, acceptUnverified?}: tried with every service that uses it, stored when all take it.
  /// With acceptUnverified also when some can't be asked now.
  Json replace_credential(std::string_view id_or_name, const Json& request);
  /// Throws CREDENTIAL_IN_USE with the names of the services.
  void remove_credential(std::string_view id_or_name);

  /// What keeps a service from being active: [{code, subject, message, remedy}].
  Json missing(const store::ServiceRow& row);
  /// Flow attribute values as given, checked by type and picklist; in the order of the definition.
  /// Throws DetailedError PARAMETERS_INVALID.
  Json check_parameters(flow::ServiceId service, const Json& parameters);

 private:
  struct Check {
    Json steps = Json::array();
    bool good = false;
    bool passing = false;  ///< not good, and it says nothing about the values
    std::string verified = "no", code, message;
  };
  store::ServiceRow row(flow::ServiceId service);
  /// Throws NAME_INVALID, NAME_TAKEN with a name that is free.
  std::string free_name(const std::string& wanted, const std::string& title);
  store::ServiceRow store_row(store::ServiceRow row);
  /// Again, when somebody changed the service meanwhile.
  store::ServiceRow change_configuration(flow::ServiceId service,
                                         const std::function<void(Json&)>& change);
  void note_status(flow::ServiceId service, const Json& before, const Json& status);
  void rebuild_plan(const store::ServiceRow& row);
  void note(flow::ServiceId service, const std::string& code, const std::string& message,
            std::uint8_t severity = 1);
  void note_findings(flow::ServiceId service, const Json& findings);
  plugin::SessionRef open(const store::ServiceRow& row) const;
  DoorOptions door_of(const store::ServiceRow& row) const;
  GrantKey grant_key(const store::ServiceRow& row) const;
  Json host_fields() const;
  plugin::MappingProxy strategy(const store::ServiceRow& row, bool user_driven) const;
  Json propose(const store::ServiceRow& row, const char* direction);
  Json validate(const store::ServiceRow& row, const char* direction, const Json& rows);
  Check check(const store::ServiceRow& row, const Json& inputs);
  void check_status(const store::ServiceRow& row, GrantKey key, const GrantRef& grant,
                    const Json& inputs, Check& check);
  void check_realm(const store::ServiceRow& row, const Json& inputs, const std::string& challenge,
                   Check& check);
  static void set_credential_parameter(store::ServiceRow& row, const Json& value);
  void resume_refused(const store::ServiceRow& row);
  store::CredentialRow find_credential(std::string_view id_or_name);
  std::vector<store::ServiceRow> users(std::int64_t credential);
  Json credential_view(const store::CredentialRow& row);
  std::int64_t store_credential(const store::ServiceRow& row, const Json& inputs);
  Json credential_inputs(const store::ServiceRow& row) const;
  void fetch_picklist(const store::ServiceRow& row, const plugin::ProviderSession& session,
                      const Json& attribute, const char* type,
                      const std::function<bool()>& cancelled, Json& vanished);
  Json note_vanished(const store::ServiceRow& row, const std::string& attribute, const Json& before,
                     const Json& now);
  struct Fresh {
    store::ServiceRow row;  ///< with discovery and definition as read now
    Json changes;
    std::string revision;
  };
  Json discover(const store::ServiceRow& row, bool accept_no_security) const;
  /// Throws what the definition's findings refuse.
  Json describe(const store::ServiceRow& row);
  Fresh read_again(const store::ServiceRow& row);
  Json difference(const Fresh& fresh);
  Json adopted_mapping(const store::ServiceRow& row, const char* direction);
  void adopt_mappings(store::ServiceRow& row, const Json& request);
  /// Globals and headers of a request merged into the row's, each checked.
  void change_options(store::ServiceRow& row, const Json& request);
  /// {name?, url?}: another URL is refused (URL_FIXED).
  void change_name(store::ServiceRow& row, const Json& request);
  bool has_guide(const store::ServiceRow& row);
  Json onboarding_steps(const store::ServiceRow& row, const Json& missing);
  /// {required?: {name: true or false}}: of options, header parameters and parameters.
  void mark_required(store::ServiceRow& row, const Json& request);
  Json missing_options(const store::ServiceRow& row);
  std::vector<store::CampaignRow> campaigns_of(flow::ServiceId service);
  /// {id, name}, or null.
  Json replacement_of(const store::ServiceRow& row);
  Json parameter_misfits(const store::ServiceRow& old, const store::ServiceRow& fresh,
                         const store::CampaignRow& campaign, Json& moved);
  Json view(const store::ServiceRow& row);
  Json grid_row(const store::ServiceRow& row);
  Json last_day(flow::ServiceId service);
  bool unreachable_callback(const store::ServiceRow& row) const;

  OnboardingParts parts_;
};

/// {state, date, message} of a status, or null: `announced` for a date in the future, `deprecated`
/// for one in the past, `message` without one.
Json deprecation_of(const Json& status, Ms now);

/// The rows of a request laid over those that are there: an admin may send single ones.
Json overlaid(const Json& before, const Json& given, bool user_driven);

/// The text of labels in the configured locale, en_US, en_us, en, the first one there, else
/// `otherwise`.
std::string localized(const Json& labels, std::string_view key, const std::string& otherwise);

}  // namespace stepgate::catalog

#include "openapi/marketo.hpp"

#include <vector>

#include "base/text.hpp"
#include "openapi/paths.hpp"

namespace stepgate::openapi {
namespace {

/// One declared operation and the pointer to it.
struct Operation {
  const Json& node;
  std::string where;
};

class Rules {
 public:
  Rules(const Json& root, References& references, Findings& findings)
      : root_(root), references_(references), findings_(findings) {}

  void check() {
    check_submit();
    check_answer(kDefinitionPath, "get", "serviceDefinition");
    check_answer(kStatusPath, "get", "serviceStatus");
    check_answer(kPicklistPath, "post", "picklistObject");
    check_content(kBrandIconPath, "image/*");
    check_content(kServiceIconPath, "image/*");
    check_content(kGuidePath, "text/html");
    if (!root_.pointer("/components/schemas").is_object()) {
      refuse("SCHEMAS_MISSING", "/components/schemas", "the document has no components.schemas",
             "Add the schemas of the interface.");
    }
  }

 private:
  void refuse(std::string_view code, std::string where, std::string message, std::string remedy) {
    findings_.marketo_refuses({code, std::move(where), std::move(message), std::move(remedy)});
  }
  bool declared(std::string_view path) const { return root_["paths"].has(path); }
  Operation operation(std::string_view path, std::string_view method) {
    return {references_.member(root_["paths"][path], method),
            "/paths" + pointer_step(path) + '/' + std::string(method)};
  }

  void check_submit() {
    const Operation submit = operation(kSubmitPath, "post");
    if (!submit.node.is_object()) {
      refuse("METHOD_MISSING", submit.where, "the path does not declare its method", "Declare it.");
    }
    if (!submit.node.has("requestBody")) {
      refuse("SUBMIT_WITHOUT_BODY", submit.where + "/requestBody",
             "submit declares no request body", "Add requestBody.");
    }
    if (!references_.member(submit.node, "callbacks").is_object()) {
      refuse("SUBMIT_WITHOUT_CALLBACKS", submit.where + "/callbacks",
             "submit declares no callbacks",
             "Add a callbacks object; its name and expression are free.");
    }
    check_submit_responses(submit);
  }

  void check_submit_responses(const Operation& submit) {
    const Json& responses = references_.member(submit.node, "responses");
    std::vector<std::string> missing;
    for (const char* code : {"201", "400", "401", "403", "429", "500"}) {
      if (!responses.has(code)) missing.emplace_back(code);
    }
    if (missing.empty()) return;
    refuse("SUBMIT_RESPONSES_MISSING", submit.where + "/responses",
           "submit does not declare the responses " + join(missing, ", "), "Declare them.");
  }

  /// The content of the 200 answer of a declared path.
  const Json& content(const Operation& operation) {
    return references_.member(
        references_.member(references_.member(operation.node, "responses"), "200"), "content");
  }

  void check_answer(std::string_view path, std::string_view method, const std::string& schema) {
    if (!declared(path)) return;
    const Operation at = operation(path, method);
    const std::string wanted = "#/components/schemas/" + schema;
    const Json& given = content(at).pointer("/application~1json/schema/$ref");
    if (given.as_string() == wanted) return;
    refuse("ANSWER_SCHEMA", at.where + "/responses/200",
           "the schema of the 200 answer is not exactly a reference to " + wanted,
           "Set content.application/json.schema.$ref to " + wanted + '.');
  }

  void check_content(std::string_view path, const std::string& type) {
    if (!declared(path)) return;
    const Operation at = operation(path, "get");
    if (content(at).has(type)) return;
    refuse("ANSWER_CONTENT_TYPE", at.where + "/responses/200",
           "the content of the 200 answer is not declared as " + type,
           "Declare it as " + type + '.');
  }

  const Json& root_;
  References& references_;
  Findings& findings_;
};

}  // namespace

void check_marketo_rules(const Json& root, References& references, Findings& findings) {
  Rules(root, references, findings).check();
}

}  // namespace stepgate::openapi

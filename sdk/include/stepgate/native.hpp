// The short way for an adapter that does its work in the process: say what you are, and enrich
// people.
#pragma once
#include <stepgate/definition.hpp>
#include <stepgate/provider.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace stepgate::sdk {

/// Derive, and export with provider<T>(...). Functions run on any thread, several at once.
class NativeProvider : public Provider {
 public:
  virtual Definition definition() const = 0;
  /// Sets fields and outcomes of the chunk's people; whoever is left out ends as NO_RESULT.
  virtual void enrich(const Call& call, const Chunk& chunk, const Results& results) = 0;
  /// Choices of a flow attribute, header or global attribute that has a picklist.
  virtual Choices choices(const Call&, std::string_view attribute) {
    throw unsupported("PICKLIST_NOT_SERVED", std::string(attribute) + " has no picklist");
  }
  /// Override instead of enrich to finish later: `submission.pending()`, then
  /// host.completion().complete(handle, ...).
  virtual void submit(const Call& call, const Chunk& chunk, Submission& submission) {
    enrich(call, chunk, submission.results());
  }

  std::string discover(const Call&, std::string_view) override { return definition().discovery(); }
  std::unique_ptr<Session> open(const Call&, std::string_view) override {
    return std::make_unique<Here>(*this);
  }

 private:
  class Here : public Session {
   public:
    explicit Here(NativeProvider& provider) : provider_(provider) {}
    std::string describe(const Call&) override { return provider_.definition().dump(); }
    std::string picklist(const Call& call, std::string_view request) override {
      return provider_.choices(call, Json::parse(request)["name"].text()).dump();
    }
    void submit(const Call& call, const Chunk& chunk, Submission& submission) override {
      provider_.submit(call, chunk, submission);
    }

   private:
    NativeProvider& provider_;
  };
};

}  // namespace stepgate::sdk

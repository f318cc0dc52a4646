#include "http/detail/tls_context.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/Context.h>
#include <Poco/Net/RejectCertificateHandler.h>
#include <sys/stat.h>

#include <algorithm>

#include "base/error.hpp"
#include "http/detail/tls_text.hpp"

namespace stepgate::http::detail {
namespace {

using Poco::Net::Context;

constexpr std::size_t kMaxContexts = 64;
constexpr const char* kCiphers = "HIGH:!aNULL:!eNULL:!MD5:!3DES:!PSK:!SRP";

/// Keeps Poco's context alive as long as anyone holds the OpenSSL one inside.
TlsContext hold(Context::Ptr context) {
  context->requireMinimumProtocol(Context::PROTO_TLSV1_2);
  context->enableExtendedCertificateVerification(false);  // names are checked by the wire
  context->setInvalidCertificateHandler(
      new Poco::Net::RejectCertificateHandler(!context->isForServerUse()));
  return {context->sslContext(), [context](ssl_ctx_st*) {}};
}

std::string stamp_of(const std::string& file) {
  if (file.empty()) return "-";
  struct stat info {};
  if (::stat(file.c_str(), &info) != 0) return file + "?";
  return file + ":" + std::to_string(info.st_size) + ":" + std::to_string(info.st_mtim.tv_sec) +
         "." + std::to_string(info.st_mtim.tv_nsec);
}

[[noreturn]] void unreadable(const std::string& files, const std::string& cause) {
  throw Error(ErrorKind::invalid, "TLS_FILE_UNREADABLE", files,
              "cannot be used as PEM certificate or key", "Check the path and that it is PEM text",
              cause);
}

Context::Params base_params() {
  Context::Params params;
  params.cipherList = kCiphers;
  return params;
}

TlsContext make_client(const TlsIdentity& identity) {
  auto params = base_params();
  params.caLocation = identity.ca_file;
  params.certificateFile = identity.cert_file;
  params.privateKeyFile = identity.key_file.empty() ? identity.cert_file : identity.key_file;
  params.verificationMode = Context::VERIFY_STRICT;
  params.loadDefaultCAs = true;
  try {
    Context::Ptr context = new Context(Context::TLS_CLIENT_USE, params);
    if (identity.pem) use_pem(context->sslContext(), *identity.pem);
    return hold(context);
  } catch (const Poco::Exception& e) {
    std::string files;
    for (const auto& file : {identity.ca_file, identity.cert_file, identity.key_file})
      if (!file.empty()) files += (files.empty() ? "" : ", ") + file;
    unreadable(files, e.displayText());
  }
}

}  // namespace

std::string TlsIdentity::key() const {
  return ca_file + "|" + cert_file + "|" + key_file + (pem ? "|" + pem->id : std::string());
}

TlsContext TlsContexts::client(const TlsIdentity& identity) {
  const std::string stamp = stamp_of(identity.ca_file) + "|" + stamp_of(identity.cert_file) + "|" +
                            stamp_of(identity.key_file) +
                            (identity.pem ? "|" + identity.pem->id : std::string());
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const Entry& entry) { return entry.stamp == stamp; });
  if (found != entries_.end()) return found->context;
  auto context = make_client(identity);
  if (entries_.size() >= kMaxContexts) entries_.erase(entries_.begin());
  entries_.push_back({stamp, context});
  return context;
}

TlsContext server_context(const std::string& cert_file, const std::string& key_file) {
  auto params = base_params();
  params.certificateFile = cert_file;
  params.privateKeyFile = key_file.empty() ? cert_file : key_file;
  params.verificationMode = Context::VERIFY_NONE;
  try {
    return hold(new Context(Context::TLS_SERVER_USE, params));
  } catch (const Poco::Exception& e) {
    unreadable(cert_file + (key_file.empty() ? "" : ", " + key_file), e.displayText());
  }
}

}  // namespace stepgate::http::detail

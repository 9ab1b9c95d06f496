require "json"

package = JSON.parse(File.read(File.join(__dir__, "package.json")))

Pod::Spec.new do |s|
  s.name = "CarillonPush"
  s.version = package["version"]
  s.summary = package["description"]
  s.homepage = package["homepage"] || "file://#{__dir__}"
  s.license = package["license"]
  s.authors = "Carillon"
  s.source = { :path => "." }

  s.platforms = { :ios => min_ios_version_supported }
  s.source_files = "ios/**/*.{h,m,mm}"
  # What the app's delegate calls; the TurboModule's header is C++, which Swift cannot import.
  s.public_header_files = "ios/CarillonPushNotifications.h"
  s.frameworks = "UIKit", "UserNotifications", "PushKit"
  s.pod_target_xcconfig = { "DEFINES_MODULE" => "YES" }

  install_modules_dependencies(s)
end

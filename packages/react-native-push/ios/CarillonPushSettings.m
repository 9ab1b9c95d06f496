#import "CarillonPushSettings.h"

#import "CarillonPushCore.h"

static NSString *Switch(UNNotificationSetting setting)
{
  switch (setting) {
    case UNNotificationSettingEnabled:
      return @"on";
    case UNNotificationSettingDisabled:
      return @"off";
    case UNNotificationSettingNotSupported:
      return @"unknown";
  }
  return @"unknown";
}

static NSString *Permission(UNAuthorizationStatus status)
{
  switch (status) {
    case UNAuthorizationStatusNotDetermined:
      return @"not-determined";
    case UNAuthorizationStatusDenied:
      return @"denied";
    case UNAuthorizationStatusProvisional:
      return @"provisional";
    default:
      // Authorized, and ephemeral (App Clips).
      return @"granted";
  }
}

NSDictionary *CarillonPushSettings(UNNotificationSettings *settings)
{
  NSString *permission = Permission(settings.authorizationStatus);
  BOOL isOn = [permission isEqualToString:@"granted"] || [permission isEqualToString:@"provisional"];
  return @{
    @"permission" : permission,
    @"notifications" : isOn ? @"on" : @"off",
    @"lockScreen" : Switch(settings.lockScreenSetting),
    @"sound" : Switch(settings.soundSetting),
    @"badge" : Switch(settings.badgeSetting),
    @"banner" : settings.alertStyle == UNAlertStyleNone ? @"off" : @"on",
    // iOS tells an app of a focus only with an entitlement of its own.
    @"doNotDisturb" : @"unknown",
  };
}

NSArray<NSDictionary *> *CarillonPushDelivered(NSArray<UNNotification *> *notifications)
{
  NSArray<UNNotification *> *oldestFirst =
      [notifications sortedArrayUsingComparator:^NSComparisonResult(UNNotification *one, UNNotification *other) {
        return [one.date compare:other.date];
      }];
  NSMutableArray<NSDictionary *> *delivered = [NSMutableArray arrayWithCapacity:oldestFirst.count];
  for (UNNotification *notification in oldestFirst) {
    UNNotificationContent *content = notification.request.content;
    [delivered addObject:@{
      @"notificationID" : notification.request.identifier,
      @"title" : content.title ?: @"",
      @"content" : content.body ?: @"",
      @"channelID" : @"",
      @"rawJson" : CarillonPushJson(content.userInfo),
    }];
  }
  return delivered;
}

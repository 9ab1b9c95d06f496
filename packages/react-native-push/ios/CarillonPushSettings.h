#import <Foundation/Foundation.h>
#import <UserNotifications/UserNotifications.h>

NS_ASSUME_NONNULL_BEGIN

/** The user's switches, in the words of the spec's `NotificationSettings`. Any thread. */
FOUNDATION_EXPORT NSDictionary *CarillonPushSettings(UNNotificationSettings *settings);

/** Notifications in the tray, oldest first, in the words of `DeliveredNotification`. Any thread. */
FOUNDATION_EXPORT NSArray<NSDictionary *> *CarillonPushDelivered(NSArray<UNNotification *> *notifications);

NS_ASSUME_NONNULL_END

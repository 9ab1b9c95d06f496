#import <Foundation/Foundation.h>
#import <PushKit/PushKit.h>
#import <UserNotifications/UserNotifications.h>

NS_ASSUME_NONNULL_BEGIN

/**
 * What the app's delegate hands on. Nothing is swizzled: what is not called here is not seen. All of it
 * may be called beside another library's functions of the same purpose, on the main thread.
 */
NS_SWIFT_NAME(CarillonPushNotifications)
@interface CarillonPushNotifications : NSObject

/**
 * First thing in `application(_:didFinishLaunchingWithOptions:)`, or in willFinishLaunching. Becomes the
 * delegate of UNUserNotificationCenter when the launch is over, and hands on to the one that was set until
 * then; a library that sets its own later still must hand on to `didReceive(response:)`.
 */
+ (void)startWithLaunchOptions:(nullable NSDictionary *)launchOptions NS_SWIFT_NAME(start(launchOptions:));

/** From `application(_:didRegisterForRemoteNotificationsWithDeviceToken:)`. */
+ (void)didRegisterWithDeviceToken:(NSData *)deviceToken NS_SWIFT_NAME(didRegister(deviceToken:));

/** From `application(_:didFailToRegisterForRemoteNotificationsWithError:)`. */
+ (void)didFailToRegisterWithError:(NSError *)error NS_SWIFT_NAME(didFailToRegister(error:));

/** From `application(_:didReceiveRemoteNotification:fetchCompletionHandler:)`; the app calls the handler. */
+ (void)didReceiveWithUserInfo:(NSDictionary *)userInfo NS_SWIFT_NAME(didReceive(userInfo:));

/** A tap, where another object is the delegate of UNUserNotificationCenter. */
+ (void)didReceiveResponse:(UNNotificationResponse *)response NS_SWIFT_NAME(didReceive(response:));

/** PushKit's token, where the app has a PKPushRegistry of its own. */
+ (void)didUpdateVoipToken:(NSData *)token NS_SWIFT_NAME(didUpdate(voipToken:));

/**
 * Reports an incoming call to CallKit and then calls `completion`. Set before JavaScript asks for the VoIP
 * token, which registers with PushKit only where it is set: iOS ends an app that lets a call go unreported.
 */
@property (class, nonatomic, copy, nullable) void (^voipPushHandler)
    (PKPushPayload *payload, void (^completion)(void));

@end

NS_ASSUME_NONNULL_END

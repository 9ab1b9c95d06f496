#import <Foundation/Foundation.h>
#import <UIKit/UIKit.h>
#import <UserNotifications/UserNotifications.h>

#import "CarillonPushRegistration.h"
#import "CarillonPushTaps.h"
#import "CarillonPushVoip.h"

NS_ASSUME_NONNULL_BEGIN

/** Codes JavaScript's promises reject with, the same on Android. */
FOUNDATION_EXPORT NSString *const CarillonPushUnavailable;
FOUNDATION_EXPORT NSString *const CarillonPushRegisterFailed;
FOUNDATION_EXPORT NSString *const CarillonPushPermissionFailed;
FOUNDATION_EXPORT NSString *const CarillonPushSystemFailed;

/** What JavaScript is told. Without a listener an event is dropped; taps wait in their queue. */
@protocol CarillonPushListener <NSObject>
- (void)pushTokenChanged:(NSString *)token;
- (void)pushRegistrationFailedWithCode:(NSString *)code message:(NSString *)message;
- (void)pushVoipTokenChanged:(NSString *)token;
- (void)pushTapsWait;
- (void)pushAppStateChanged:(NSString *)state;
- (void)pushMessageReceived:(NSDictionary *)userInfo isShown:(BOOL)isShown;
- (void)pushMessageRevoked:(NSString *)msgID;
@end

/** The parts of the module, one of each for the process. Main thread, unless said otherwise. */
@interface CarillonPushCore : NSObject <UNUserNotificationCenterDelegate>

@property (class, nonatomic, readonly) CarillonPushCore *shared;
@property (nonatomic, readonly) CarillonPushRegistration *registration;
@property (nonatomic, readonly) CarillonPushTaps *taps;
@property (nonatomic, readonly) CarillonPushVoip *voip;
@property (nonatomic, weak, nullable) id<CarillonPushListener> listener;

/** Whether a push that arrives while the app is in front is kept off the screen. Of this process only. */
@property (atomic) BOOL isPostingInForegroundDisabled;

/** 'active' | 'inactive' | 'background'. */
@property (nonatomic, readonly) NSString *appState;

- (void)startWithLaunchOptions:(nullable NSDictionary *)launchOptions;
- (void)receiveUserInfo:(NSDictionary *)userInfo isShown:(BOOL)isShown;
- (void)receiveResponse:(UNNotificationResponse *)response;

@end

/** A dictionary as JSON text; '{}' when it holds what JSON cannot. Any thread. */
FOUNDATION_EXPORT NSString *CarillonPushJson(NSDictionary *_Nullable dictionary);

/** Bytes of a token as lower-case hex. Any thread. */
FOUNDATION_EXPORT NSString *CarillonPushHex(NSData *data);

NS_ASSUME_NONNULL_END

#import <Foundation/Foundation.h>

NS_ASSUME_NONNULL_BEGIN

/** The token, or '' when it comes later, or the system's refusal. */
typedef void (^CarillonPushTokenAnswer)(NSString *_Nullable token, NSError *_Nullable error);

/** Registers with APNs and tells its token. Main thread. */
@interface CarillonPushRegistration : NSObject

/** A token nobody waits for: the first after a wait that ended, or a new one. */
@property (nonatomic, copy, nullable) void (^onToken)(NSString *token);
@property (nonatomic, copy, nullable) void (^onFailure)(NSString *code, NSString *message);

/** Calls `answer` once: with the token, or with '' after two seconds without an answer of APNs. */
- (void)registerWithAnswer:(CarillonPushTokenAnswer)answer;
- (void)unregister;
- (void)didRegisterWithDeviceToken:(NSData *)deviceToken;
- (void)didFailWithError:(NSError *)error;

@end

NS_ASSUME_NONNULL_END

#import <Foundation/Foundation.h>
#import <PushKit/PushKit.h>

NS_ASSUME_NONNULL_BEGIN

/** PushKit's token for VoIP pushes. Main thread. */
@interface CarillonPushVoip : NSObject <PKPushRegistryDelegate>

/** The app's: reports each call to CallKit. */
@property (nonatomic, copy, nullable) void (^pushHandler)(PKPushPayload *payload, void (^completion)(void));
/** '' when PushKit took the last token back. */
@property (nonatomic, copy, nullable) void (^onToken)(NSString *token);

/** The token, or '' when it comes later; nil and why when this app has none. */
- (nullable NSString *)tokenOrReason:(NSString *_Nullable *_Nonnull)reason;
- (void)didUpdateToken:(NSData *)token;

@end

NS_ASSUME_NONNULL_END

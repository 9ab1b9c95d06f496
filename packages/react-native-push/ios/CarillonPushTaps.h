#import <Foundation/Foundation.h>
#import <UserNotifications/UserNotifications.h>

NS_ASSUME_NONNULL_BEGIN

/** Taps until JavaScript takes them, over the end of the process too; at most 32, the oldest go first. */
@interface CarillonPushTaps : NSObject

- (instancetype)initWithDefaults:(NSUserDefaults *)defaults;

/** NO when it was known already. Any thread. */
- (BOOL)addNotification:(UNNotification *)notification coldStart:(BOOL)coldStart;

/** `{tapID, vendor, coldStart, rawJson}`, oldest first; each is given once. Any thread. */
- (NSArray<NSDictionary *> *)take;

@end

/** The server's message ID in a push's userInfo; nil when there is none. Any thread. */
FOUNDATION_EXPORT NSString *_Nullable CarillonPushMessageID(NSDictionary *userInfo);

NS_ASSUME_NONNULL_END

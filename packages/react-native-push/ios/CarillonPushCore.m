#import "CarillonPushCore.h"

#import <objc/runtime.h>

NSString *const CarillonPushUnavailable = @"CARILLON_PUSH_UNAVAILABLE";
NSString *const CarillonPushRegisterFailed = @"CARILLON_PUSH_REGISTER";
NSString *const CarillonPushPermissionFailed = @"CARILLON_PUSH_PERMISSION";
NSString *const CarillonPushSystemFailed = @"CARILLON_PUSH_SYSTEM";

/** Key of a silent push that takes a message's notification back; its value is the message ID. */
static NSString *const RevokedKey = @"revokedMsgID";
/** Key of a silent push that takes away what was read on another device: message IDs, with commas. */
static NSString *const ClearedKey = @"clearedMsgIDs";
static const NSUInteger RememberedMessages = 32;

NSString *CarillonPushJson(NSDictionary *dictionary)
{
  if (dictionary == nil || ![NSJSONSerialization isValidJSONObject:dictionary]) {
    return @"{}";
  }
  NSData *data = [NSJSONSerialization dataWithJSONObject:dictionary options:0 error:nil];
  return data == nil ? @"{}" : [[NSString alloc] initWithData:data encoding:NSUTF8StringEncoding];
}

NSString *CarillonPushHex(NSData *data)
{
  const unsigned char *bytes = data.bytes;
  NSMutableString *hex = [NSMutableString stringWithCapacity:data.length * 2];
  for (NSUInteger index = 0; index < data.length; index++) {
    [hex appendFormat:@"%02x", bytes[index]];
  }
  return hex;
}

@implementation CarillonPushCore {
  /** The delegate that was there: it goes on deciding what it decided. */
  __weak id<UNUserNotificationCenterDelegate> _next;
  /** What the next delegate was given last: one that hands on to the delegate before it gives it back. */
  __weak UNNotification *_handedOn;
  SEL _handedOnBy;
  NSDictionary *_launchUserInfo;
  BOOL _isStarted;
  BOOL _hasBeenActive;
  /** One push may come both by UNUserNotificationCenter and by the app's delegate. */
  NSMutableOrderedSet<NSString *> *_received;
}

+ (CarillonPushCore *)shared
{
  static CarillonPushCore *shared;
  static dispatch_once_t once;
  dispatch_once(&once, ^{
    shared = [CarillonPushCore new];
  });
  return shared;
}

- (instancetype)init
{
  if (self = [super init]) {
    _received = [NSMutableOrderedSet new];
    _isPostingInForegroundDisabled = YES;
    _taps = [[CarillonPushTaps alloc] initWithDefaults:NSUserDefaults.standardUserDefaults];
    _registration = [CarillonPushRegistration new];
    _voip = [CarillonPushVoip new];
    __weak CarillonPushCore *weakSelf = self;
    _registration.onToken = ^(NSString *token) {
      [weakSelf.listener pushTokenChanged:token];
    };
    _registration.onFailure = ^(NSString *code, NSString *message) {
      [weakSelf.listener pushRegistrationFailedWithCode:code message:message];
    };
    _voip.onToken = ^(NSString *token) {
      [weakSelf.listener pushVoipTokenChanged:token];
    };
    [self watchAppState];
  }
  return self;
}

- (void)startWithLaunchOptions:(NSDictionary *)launchOptions
{
  if (_isStarted) {
    return;
  }
  _isStarted = YES;
  _launchUserInfo = launchOptions[UIApplicationLaunchOptionsRemoteNotificationKey];
  [self becomeDelegate];
  // The app or another library may set its own in didFinishLaunching, as @react-native-community/push-notification-ios asks.
  [NSNotificationCenter.defaultCenter addObserverForName:UIApplicationDidFinishLaunchingNotification
                                                  object:nil
                                                   queue:nil
                                              usingBlock:^(NSNotification *notification) {
                                                [self becomeDelegate];
                                              }];
}

- (void)becomeDelegate
{
  UNUserNotificationCenter *center = UNUserNotificationCenter.currentNotificationCenter;
  if (center.delegate == self) {
    return;
  }
  _next = center.delegate;
  center.delegate = self;
}

/** Whether the next delegate is to hear of this notification: it has the method, and has not given it back. */
- (BOOL)handOn:(UNNotification *)notification to:(SEL)method
{
  BOOL isGivenBack = notification == _handedOn && sel_isEqual(method, _handedOnBy);
  if (isGivenBack || ![_next respondsToSelector:method]) {
    return NO;
  }
  _handedOn = notification;
  _handedOnBy = method;
  return YES;
}

#pragma mark - App state

- (void)watchAppState
{
  NSDictionary<NSNotificationName, NSString *> *states = @{
    UIApplicationDidBecomeActiveNotification : @"active",
    UIApplicationWillResignActiveNotification : @"inactive",
    UIApplicationDidEnterBackgroundNotification : @"background",
  };
  for (NSNotificationName name in states) {
    [NSNotificationCenter.defaultCenter addObserverForName:name
                                                    object:nil
                                                     queue:NSOperationQueue.mainQueue
                                                usingBlock:^(NSNotification *notification) {
                                                  [self appStateChanged:states[notification.name]];
                                                }];
  }
}

- (void)appStateChanged:(NSString *)state
{
  if ([state isEqualToString:@"active"]) {
    _hasBeenActive = YES;
  }
  [self.listener pushAppStateChanged:state];
}

- (NSString *)appState
{
  switch (UIApplication.sharedApplication.applicationState) {
    case UIApplicationStateActive:
      return @"active";
    case UIApplicationStateInactive:
      return @"inactive";
    case UIApplicationStateBackground:
      return @"background";
  }
  return @"background";
}

#pragma mark - Pushes

- (void)receiveUserInfo:(NSDictionary *)userInfo isShown:(BOOL)isShown
{
  id revoked = userInfo[RevokedKey];
  if ([revoked isKindOfClass:NSString.class] && [revoked length] > 0) {
    [self revoke:revoked];
    return;
  }
  id cleared = userInfo[ClearedKey];
  if ([cleared isKindOfClass:NSString.class] && [cleared length] > 0) {
    // JavaScript hears nothing of it: nothing was taken back. The number on the icon iOS has set itself.
    [self removeMessages:[NSSet setWithArray:[cleared componentsSeparatedByString:@","]] done:nil];
    return;
  }
  NSString *key = CarillonPushMessageID(userInfo) ?: CarillonPushJson(userInfo);
  if ([_received containsObject:key]) {
    return;
  }
  [_received addObject:key];
  if (_received.count > RememberedMessages) {
    [_received removeObjectAtIndex:0];
  }
  // Outside the app iOS has put an alert on the screen by itself.
  BOOL hasAlert = [userInfo[@"aps"] isKindOfClass:NSDictionary.class] && userInfo[@"aps"][@"alert"] != nil;
  BOOL isAway = UIApplication.sharedApplication.applicationState != UIApplicationStateActive;
  [self.listener pushMessageReceived:userInfo isShown:isShown || (hasAlert && isAway)];
}

- (void)revoke:(NSString *)msgID
{
  [self removeMessages:[NSSet setWithObject:msgID]
                  done:^{
                    [self.listener pushMessageRevoked:msgID];
                  }];
}

/** `done` is called on the main queue. */
- (void)removeMessages:(NSSet<NSString *> *)msgIDs done:(nullable dispatch_block_t)done
{
  UNUserNotificationCenter *center = UNUserNotificationCenter.currentNotificationCenter;
  [center getDeliveredNotificationsWithCompletionHandler:^(NSArray<UNNotification *> *delivered) {
    NSMutableArray<NSString *> *identifiers = [NSMutableArray new];
    for (UNNotification *notification in delivered) {
      NSString *messageID = CarillonPushMessageID(notification.request.content.userInfo);
      if (messageID != nil && [msgIDs containsObject:messageID]) {
        [identifiers addObject:notification.request.identifier];
      }
    }
    [center removeDeliveredNotificationsWithIdentifiers:identifiers];
    if (done != nil) {
      dispatch_async(dispatch_get_main_queue(), done);
    }
  }];
}

- (void)receiveResponse:(UNNotificationResponse *)response
{
  UNNotification *notification = response.notification;
  BOOL isTap = [response.actionIdentifier isEqualToString:UNNotificationDefaultActionIdentifier];
  BOOL isRemote = [notification.request.trigger isKindOfClass:UNPushNotificationTrigger.class];
  if (!isTap || !isRemote) {
    return;
  }
  NSDictionary *userInfo = notification.request.content.userInfo;
  BOOL coldStart = !_hasBeenActive || [_launchUserInfo isEqual:userInfo];
  _launchUserInfo = nil;
  if ([self.taps addNotification:notification coldStart:coldStart]) {
    [self.listener pushTapsWait];
  }
}

#pragma mark - UNUserNotificationCenterDelegate

- (void)userNotificationCenter:(UNUserNotificationCenter *)center
       willPresentNotification:(UNNotification *)notification
         withCompletionHandler:(void (^)(UNNotificationPresentationOptions))completionHandler
{
  BOOL isRemote = [notification.request.trigger isKindOfClass:UNPushNotificationTrigger.class];
  BOOL isNextAsked = [self handOn:notification to:_cmd];
  BOOL isPresented = !isRemote || !self.isPostingInForegroundDisabled;
  if (isRemote) {
    [self receiveUserInfo:notification.request.content.userInfo isShown:isPresented && !isNextAsked];
  }
  if (isNextAsked) {
    [_next userNotificationCenter:center
          willPresentNotification:notification
            withCompletionHandler:completionHandler];
    return;
  }
  if (!isPresented) {
    completionHandler(UNNotificationPresentationOptionNone);
    return;
  }
  UNNotificationPresentationOptions options =
      UNNotificationPresentationOptionSound | UNNotificationPresentationOptionBadge;
  if (@available(iOS 14.0, *)) {
    options |= UNNotificationPresentationOptionBanner | UNNotificationPresentationOptionList;
  } else {
    options |= UNNotificationPresentationOptionAlert;
  }
  completionHandler(options);
}

- (void)userNotificationCenter:(UNUserNotificationCenter *)center
    didReceiveNotificationResponse:(UNNotificationResponse *)response
             withCompletionHandler:(void (^)(void))completionHandler
{
  [self receiveResponse:response];
  if ([self handOn:response.notification to:_cmd]) {
    [_next userNotificationCenter:center
        didReceiveNotificationResponse:response
                 withCompletionHandler:completionHandler];
    return;
  }
  completionHandler();
}

- (void)userNotificationCenter:(UNUserNotificationCenter *)center
    openSettingsForNotification:(UNNotification *)notification
{
  if ([_next respondsToSelector:_cmd]) {
    [_next userNotificationCenter:center openSettingsForNotification:notification];
  }
}

@end

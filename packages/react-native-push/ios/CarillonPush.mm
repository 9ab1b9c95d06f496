#import "CarillonPush.h"

#import "CarillonPushCore.h"
#import "CarillonPushDevice.h"
#import "CarillonPushSettings.h"

@interface CarillonPush () <CarillonPushListener>
@end

@implementation CarillonPush

// React Native 0.76 finds it by this, newer ones by the modulesProvider in package.json.
RCT_EXPORT_MODULE(CarillonPush)

+ (BOOL)requiresMainQueueSetup
{
  return NO;
}

- (instancetype)init
{
  if (self = [super init]) {
    [self onMain:^{
      CarillonPushCore.shared.listener = self;
    }];
  }
  return self;
}

- (std::shared_ptr<facebook::react::TurboModule>)getTurboModule:
    (const facebook::react::ObjCTurboModule::InitParams &)params
{
  return std::make_shared<facebook::react::NativeCarillonPushSpecJSI>(params);
}

- (void)onMain:(void (^)(void))work
{
  if (NSThread.isMainThread) {
    work();
  } else {
    dispatch_async(dispatch_get_main_queue(), work);
  }
}

#pragma mark - Registration

- (void)getDeviceInfo:(RCTPromiseResolveBlock)resolve reject:(RCTPromiseRejectBlock)reject
{
  resolve(CarillonPushDeviceInfo());
}

- (void)registerPush:(NSString *)vendor
         credentials:(JS::NativeCarillonPush::Credentials &)credentials
             resolve:(RCTPromiseResolveBlock)resolve
              reject:(RCTPromiseRejectBlock)reject
{
  if (![self isApns:vendor reject:reject]) {
    return;
  }
  [self onMain:^{
    [CarillonPushCore.shared.registration registerWithAnswer:^(NSString *token, NSError *error) {
      if (error == nil) {
        resolve(token);
      } else {
        reject(CarillonPushRegisterFailed, error.localizedDescription, error);
      }
    }];
  }];
}

- (void)unregisterPush:(NSString *)vendor
               resolve:(RCTPromiseResolveBlock)resolve
                reject:(RCTPromiseRejectBlock)reject
{
  if (![self isApns:vendor reject:reject]) {
    return;
  }
  [self onMain:^{
    [CarillonPushCore.shared.registration unregister];
    resolve(nil);
  }];
}

- (BOOL)isApns:(NSString *)vendor reject:(RCTPromiseRejectBlock)reject
{
  if ([vendor isEqualToString:@"apns"]) {
    return YES;
  }
  reject(CarillonPushUnavailable, [NSString stringWithFormat:@"iPhones have no push service \"%@\".", vendor], nil);
  return NO;
}

- (void)getVoipToken:(RCTPromiseResolveBlock)resolve reject:(RCTPromiseRejectBlock)reject
{
  [self onMain:^{
    NSString *reason;
    NSString *token = [CarillonPushCore.shared.voip tokenOrReason:&reason];
    if (token == nil) {
      reject(CarillonPushUnavailable, reason, nil);
    } else {
      resolve(token);
    }
  }];
}

- (void)getAppConfig:(RCTPromiseResolveBlock)resolve reject:(RCTPromiseRejectBlock)reject
{
  NSString *path = [NSBundle.mainBundle pathForResource:@"carillon-push" ofType:@"json"];
  NSString *text = path == nil ? nil : [NSString stringWithContentsOfFile:path encoding:NSUTF8StringEncoding error:nil];
  resolve(text ?: @"");
}

#pragma mark - Taps and app state

- (void)takeTaps:(RCTPromiseResolveBlock)resolve reject:(RCTPromiseRejectBlock)reject
{
  resolve([CarillonPushCore.shared.taps take]);
}

- (void)getAppState:(RCTPromiseResolveBlock)resolve reject:(RCTPromiseRejectBlock)reject
{
  [self onMain:^{
    resolve(CarillonPushCore.shared.appState);
  }];
}

- (void)disablePostNotificationInForeground:(BOOL)disabled
                                    resolve:(RCTPromiseResolveBlock)resolve
                                     reject:(RCTPromiseRejectBlock)reject
{
  CarillonPushCore.shared.isPostingInForegroundDisabled = disabled;
  resolve(nil);
}

#pragma mark - Settings and badge

- (void)getNotificationSettings:(RCTPromiseResolveBlock)resolve reject:(RCTPromiseRejectBlock)reject
{
  [UNUserNotificationCenter.currentNotificationCenter
      getNotificationSettingsWithCompletionHandler:^(UNNotificationSettings *settings) {
        resolve(CarillonPushSettings(settings));
      }];
}

- (void)requestNotificationPermission:(RCTPromiseResolveBlock)resolve reject:(RCTPromiseRejectBlock)reject
{
  UNAuthorizationOptions options =
      UNAuthorizationOptionAlert | UNAuthorizationOptionBadge | UNAuthorizationOptionSound;
  [UNUserNotificationCenter.currentNotificationCenter
      requestAuthorizationWithOptions:options
                    completionHandler:^(BOOL granted, NSError *error) {
                      if (error == nil) {
                        resolve(@(granted));
                      } else {
                        reject(CarillonPushPermissionFailed, error.localizedDescription, error);
                      }
                    }];
}

- (void)openNotificationSettings:(RCTPromiseResolveBlock)resolve reject:(RCTPromiseRejectBlock)reject
{
  NSString *page = UIApplicationOpenSettingsURLString;
  if (@available(iOS 16.0, *)) {
    page = UIApplicationOpenNotificationSettingsURLString;
  }
  [self onMain:^{
    [UIApplication.sharedApplication openURL:[NSURL URLWithString:page] options:@{} completionHandler:nil];
    resolve(nil);
  }];
}

- (void)setBadgeNum:(double)badgeNum resolve:(RCTPromiseResolveBlock)resolve reject:(RCTPromiseRejectBlock)reject
{
  NSInteger count = badgeNum > 0 ? (NSInteger)badgeNum : 0;
  if (@available(iOS 16.0, *)) {
    [UNUserNotificationCenter.currentNotificationCenter
                 setBadgeCount:count
         withCompletionHandler:^(NSError *error) {
           if (error == nil) {
             resolve(nil);
           } else {
             reject(CarillonPushSystemFailed, error.localizedDescription, error);
           }
         }];
    return;
  }
  [self onMain:^{
    UIApplication.sharedApplication.applicationIconBadgeNumber = count;
    resolve(nil);
  }];
}

#pragma mark - Notifications

- (void)clearAllNotification:(RCTPromiseResolveBlock)resolve reject:(RCTPromiseRejectBlock)reject
{
  [UNUserNotificationCenter.currentNotificationCenter removeAllDeliveredNotifications];
  resolve(nil);
}

- (void)getDeliveredNotifications:(RCTPromiseResolveBlock)resolve reject:(RCTPromiseRejectBlock)reject
{
  [UNUserNotificationCenter.currentNotificationCenter
      getDeliveredNotificationsWithCompletionHandler:^(NSArray<UNNotification *> *delivered) {
        resolve(CarillonPushDelivered(delivered));
      }];
}

- (void)removeDeliveredNotifications:(NSArray *)notificationIDs
                             resolve:(RCTPromiseResolveBlock)resolve
                              reject:(RCTPromiseRejectBlock)reject
{
  [UNUserNotificationCenter.currentNotificationCenter removeDeliveredNotificationsWithIdentifiers:notificationIDs];
  resolve(nil);
}

// Channels are Android's.
- (void)createNotificationChannel:(JS::NativeCarillonPush::Channel &)channel
                          resolve:(RCTPromiseResolveBlock)resolve
                           reject:(RCTPromiseRejectBlock)reject
{
  resolve(nil);
}

- (void)getNotificationChannels:(RCTPromiseResolveBlock)resolve reject:(RCTPromiseRejectBlock)reject
{
  resolve(@[]);
}

#pragma mark - CarillonPushListener

/** JavaScript gives the callback when it first uses the module: before that nobody listens. */
- (BOOL)isListenedTo
{
  return (bool)_eventEmitterCallback;
}

- (void)pushTokenChanged:(NSString *)token
{
  if ([self isListenedTo]) {
    [self emitOnToken:@{@"vendor" : @"apns", @"token" : token}];
  }
}

- (void)pushRegistrationFailedWithCode:(NSString *)code message:(NSString *)message
{
  if ([self isListenedTo]) {
    [self emitOnRegistrationFailed:@{@"vendor" : @"apns", @"code" : code, @"message" : message}];
  }
}

- (void)pushVoipTokenChanged:(NSString *)token
{
  if ([self isListenedTo]) {
    [self emitOnVoipToken:token];
  }
}

- (void)pushTapsWait
{
  if ([self isListenedTo]) {
    [self emitOnTap];
  }
}

- (void)pushAppStateChanged:(NSString *)state
{
  if ([self isListenedTo]) {
    [self emitOnAppState:state];
  }
}

- (void)pushMessageReceived:(NSDictionary *)userInfo isShown:(BOOL)isShown
{
  if ([self isListenedTo]) {
    [self emitOnMessage:@{
      @"vendor" : @"apns",
      @"isShown" : @(isShown),
      @"rawJson" : CarillonPushJson(userInfo),
    }];
  }
}

- (void)pushMessageRevoked:(NSString *)msgID
{
  if ([self isListenedTo]) {
    [self emitOnMessageRevoked:msgID];
  }
}

@end

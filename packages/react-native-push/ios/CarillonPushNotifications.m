#import "CarillonPushNotifications.h"

#import "CarillonPushCore.h"

@implementation CarillonPushNotifications

+ (void)startWithLaunchOptions:(NSDictionary *)launchOptions
{
  [CarillonPushCore.shared startWithLaunchOptions:launchOptions];
}

+ (void)didRegisterWithDeviceToken:(NSData *)deviceToken
{
  [CarillonPushCore.shared.registration didRegisterWithDeviceToken:deviceToken];
}

+ (void)didFailToRegisterWithError:(NSError *)error
{
  [CarillonPushCore.shared.registration didFailWithError:error];
}

+ (void)didReceiveWithUserInfo:(NSDictionary *)userInfo
{
  [CarillonPushCore.shared receiveUserInfo:userInfo isShown:NO];
}

+ (void)didReceiveResponse:(UNNotificationResponse *)response
{
  [CarillonPushCore.shared receiveResponse:response];
}

+ (void)didUpdateVoipToken:(NSData *)token
{
  [CarillonPushCore.shared.voip didUpdateToken:token];
}

+ (void (^)(PKPushPayload *, void (^)(void)))voipPushHandler
{
  return CarillonPushCore.shared.voip.pushHandler;
}

+ (void)setVoipPushHandler:(void (^)(PKPushPayload *, void (^)(void)))handler
{
  CarillonPushCore.shared.voip.pushHandler = handler;
}

@end

#import "CarillonPushRegistration.h"

#import <UIKit/UIKit.h>

#import "CarillonPushCore.h"

static const int64_t TokenWaitSeconds = 2;

@implementation CarillonPushRegistration {
  NSMutableArray<CarillonPushTokenAnswer> *_waiting;
  NSString *_token;
  /** JavaScript has asked, and has not taken it back: another library may register for itself. */
  BOOL _isWanted;
}

- (instancetype)init
{
  if (self = [super init]) {
    _waiting = [NSMutableArray new];
  }
  return self;
}

- (void)registerWithAnswer:(CarillonPushTokenAnswer)answer
{
  _isWanted = YES;
  CarillonPushTokenAnswer kept = [answer copy];
  [_waiting addObject:kept];
  dispatch_after(dispatch_time(DISPATCH_TIME_NOW, TokenWaitSeconds * NSEC_PER_SEC), dispatch_get_main_queue(), ^{
    if ([self->_waiting containsObject:kept]) {
      [self->_waiting removeObject:kept];
      kept(@"", nil);
    }
  });
  [UIApplication.sharedApplication registerForRemoteNotifications];
}

- (void)unregister
{
  _isWanted = NO;
  _token = nil;
  [UIApplication.sharedApplication unregisterForRemoteNotifications];
}

- (void)didRegisterWithDeviceToken:(NSData *)deviceToken
{
  if (!_isWanted) {
    return;
  }
  NSString *token = CarillonPushHex(deviceToken);
  NSArray<CarillonPushTokenAnswer> *waiting = [self takeWaiting];
  BOOL isNew = ![token isEqualToString:_token];
  _token = token;
  for (CarillonPushTokenAnswer answer in waiting) {
    answer(token, nil);
  }
  if (waiting.count == 0 && isNew && self.onToken != nil) {
    self.onToken(token);
  }
}

- (void)didFailWithError:(NSError *)error
{
  if (!_isWanted) {
    return;
  }
  NSArray<CarillonPushTokenAnswer> *waiting = [self takeWaiting];
  for (CarillonPushTokenAnswer answer in waiting) {
    answer(nil, error);
  }
  if (waiting.count == 0 && self.onFailure != nil) {
    self.onFailure([NSString stringWithFormat:@"%ld", (long)error.code], error.localizedDescription);
  }
}

- (NSArray<CarillonPushTokenAnswer> *)takeWaiting
{
  NSArray *waiting = [_waiting copy];
  [_waiting removeAllObjects];
  return waiting;
}

@end

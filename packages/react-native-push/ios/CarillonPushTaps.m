#import "CarillonPushTaps.h"

#import "CarillonPushCore.h"

static const NSUInteger MaxWaiting = 32;
static const NSUInteger MaxRemembered = 64;
static NSString *const WaitingKey = @"dev.carillon.push.waitingTaps";
static NSString *const SeenKey = @"dev.carillon.push.seenTaps";

NSString *CarillonPushMessageID(NSDictionary *userInfo)
{
  id msgID = userInfo[@"msgID"];
  return [msgID isKindOfClass:NSString.class] && [msgID length] > 0 ? msgID : nil;
}

@implementation CarillonPushTaps {
  NSUserDefaults *_defaults;
}

- (instancetype)initWithDefaults:(NSUserDefaults *)defaults
{
  if (self = [super init]) {
    _defaults = defaults;
  }
  return self;
}

- (BOOL)addNotification:(UNNotification *)notification coldStart:(BOOL)coldStart
{
  NSDictionary *userInfo = notification.request.content.userInfo;
  // A later push may have the identifier of an earlier one whose place it took: its date tells them apart.
  NSString *identity = CarillonPushMessageID(userInfo)
      ?: [NSString stringWithFormat:@"%@ %f", notification.request.identifier, notification.date.timeIntervalSince1970];
  NSString *tapID = [@"apns:" stringByAppendingString:identity];
  NSDictionary *tap = @{
    @"tapID" : tapID,
    @"vendor" : @"apns",
    @"coldStart" : @(coldStart),
    @"rawJson" : CarillonPushJson(userInfo),
  };
  @synchronized(self) {
    NSArray *seen = [_defaults arrayForKey:SeenKey] ?: @[];
    if ([seen containsObject:tapID]) {
      return NO;
    }
    NSArray *waiting = [_defaults arrayForKey:WaitingKey] ?: @[];
    [_defaults setObject:[self newest:MaxRemembered of:[seen arrayByAddingObject:tapID]] forKey:SeenKey];
    [_defaults setObject:[self newest:MaxWaiting of:[waiting arrayByAddingObject:tap]] forKey:WaitingKey];
  }
  return YES;
}

- (NSArray<NSDictionary *> *)take
{
  @synchronized(self) {
    NSArray *waiting = [_defaults arrayForKey:WaitingKey] ?: @[];
    [_defaults removeObjectForKey:WaitingKey];
    return waiting;
  }
}

- (NSArray *)newest:(NSUInteger)count of:(NSArray *)all
{
  return all.count <= count ? all : [all subarrayWithRange:NSMakeRange(all.count - count, count)];
}

@end

#import "CarillonPushVoip.h"

#import "CarillonPushCore.h"

@implementation CarillonPushVoip {
  PKPushRegistry *_registry;
  NSString *_token;
}

- (NSString *)tokenOrReason:(NSString **)reason
{
  if (_token != nil) {
    return _token;
  }
  if (![[NSBundle.mainBundle objectForInfoDictionaryKey:@"CarillonPushVoip"] boolValue]) {
    *reason = @"Info.plist lacks CarillonPushVoip = YES, and the app handed no VoIP token over.";
    return nil;
  }
  if (self.pushHandler == nil) {
    *reason = @"CarillonPushNotifications.voipPushHandler is not set: nobody would report the calls to CallKit.";
    return nil;
  }
  if (_registry == nil) {
    _registry = [[PKPushRegistry alloc] initWithQueue:dispatch_get_main_queue()];
    _registry.delegate = self;
    _registry.desiredPushTypes = [NSSet setWithObject:PKPushTypeVoIP];
  }
  return @"";
}

- (void)didUpdateToken:(NSData *)token
{
  NSString *hex = CarillonPushHex(token);
  if ([hex isEqualToString:_token]) {
    return;
  }
  _token = hex;
  if (self.onToken != nil) {
    self.onToken(hex);
  }
}

#pragma mark - PKPushRegistryDelegate

- (void)pushRegistry:(PKPushRegistry *)registry
    didUpdatePushCredentials:(PKPushCredentials *)credentials
                     forType:(PKPushType)type
{
  if ([type isEqualToString:PKPushTypeVoIP]) {
    [self didUpdateToken:credentials.token];
  }
}

- (void)pushRegistry:(PKPushRegistry *)registry didInvalidatePushTokenForType:(PKPushType)type
{
  _token = nil;
  if (self.onToken != nil) {
    self.onToken(@"");
  }
}

- (void)pushRegistry:(PKPushRegistry *)registry
    didReceiveIncomingPushWithPayload:(PKPushPayload *)payload
                              forType:(PKPushType)type
                withCompletionHandler:(void (^)(void))completion
{
  void (^handler)(PKPushPayload *, void (^)(void)) = self.pushHandler;
  if (handler == nil) {
    completion();
    return;
  }
  handler(payload, completion);
}

@end

#import <CarillonPushSpec/CarillonPushSpec.h>

NS_ASSUME_NONNULL_BEGIN

/** The TurboModule: the core in the words of `src/native/NativeCarillonPush.ts`. */
@interface CarillonPush : NativeCarillonPushSpecBase <NativeCarillonPushSpec>
@end

NS_ASSUME_NONNULL_END

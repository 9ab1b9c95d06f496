#import <Foundation/Foundation.h>

NS_ASSUME_NONNULL_BEGIN

/** What this phone and build say of themselves, in the words of the spec's `DeviceInfo`. Any thread. */
FOUNDATION_EXPORT NSDictionary *CarillonPushDeviceInfo(void);

NS_ASSUME_NONNULL_END

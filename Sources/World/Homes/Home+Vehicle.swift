internal import Clockwork
internal import Dwellings
internal import Quantities
internal import Telemetry
internal import Truth

/// A car leaves with who drives it and comes back with them.
///
/// The first adult of a household drives. Of their ways out 83 % are by car (N. McGuckin and A.
/// Fucci, *Summary of Travel Trends: 2017 National Household Travel Survey*, FHWA-PL-18-019: share
/// of person trips in private vehicles). A tour goes there and back; one way is lognormal with the
/// survey's mean vehicle trip of 9.6 miles (2,106 billion vehicle miles over 220 billion trips) and
/// the deviation that puts 35 % of trips under 2 miles, as in the survey; it is no longer than half
/// of the time away allows at 50 km/h (assumed, 40 to 80). What a kilometre takes differs from tour
/// to tour by weather, load and speed: lognormal with a mean of 1.
extension Home {
  static let carShare = 0.83
  static let oneWayMeanKm = 9.6 * 1.609_344
  static let oneWaySpread = 1.43
  static let speedKmH = 50.0
  /// Deviation of the logarithm of what a kilometre takes: assumed, 0.1 to 0.25.
  static let effortSpread = 0.15

  /// Somebody turns from one activity to another, perhaps through the front door.
  mutating func drive(_ resident: ResidentIndex, from old: Activity, to new: Activity) {
    guard dwelling.vehicleLevel != nil, resident.index == driver, old != new else { return }
    if new == .away {
      let takesCar = vehicleKey.uniform(2 &* vehicleTours) < Self.carShare
      if takesCar, dwelling.isVehicleHome {
        dwelling.driveOff(at: now)
        drivingSince = now
      }
    } else if old == .away, let since = drivingSince {
      let spread = Self.effortSpread
      let deviate = vehicleKey.gaussian(1 << 48 | vehicleTours)
      dwelling.parkVehicle(
        km: tourKm(hours: (now - since).hours),
        effort: Elementary.exp(spread * deviate - spread * spread / 2), at: now)
      drivingSince = nil
    }
    if new == .away { vehicleTours += 1 }
  }

  /// There and back, km.
  private func tourKm(hours: Double) -> Double {
    // The mean of a lognormal is its median times exp(s²/2).
    let medianKm =
      Self.oneWayMeanKm * Elementary.exp(-0.5 * Self.oneWaySpread * Self.oneWaySpread)
    let oneWay =
      medianKm * Elementary.exp(Self.oneWaySpread * vehicleKey.gaussian(2 &* vehicleTours &+ 1))
    return min(2 * oneWay, 0.5 * hours * Self.speedKmH)
  }
}

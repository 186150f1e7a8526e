internal import Quantities

/// What a silence says for a fault that is known, against a healthy sensor: log likelihood ratios,
/// for the oracle of quality.
///
/// Only a heartbeat that is due makes silence speak: until then a healthy sensor may have nothing
/// to say. A sensor that drops a share `p` of its measurements tries again a native period later.
public enum SilenceOdds {
  /// How likely a healthy sensor is a native period late though nothing was lost: never, in this
  /// world; so rarely that no single reading proves a fault to someone who does not know that.
  public static let hiccup = 1e-3

  /// A reading came so many native periods after its heartbeat was due, and no message of its
  /// device is missing.
  public static func arrival(periodsLate late: Int, dropout p: Double) -> Double {
    let came = Elementary.log(max(1 - p, 1e-300))
    guard late > 0 else { return came - Elementary.log(1 - hiccup) }
    return Double(late) * Elementary.log(max(p, 1e-300)) + came - Elementary.log(hiccup)
  }

  /// Nothing has come, so many native periods after the first heartbeat was due.
  ///
  /// - Parameter allLost: how likely the link loses every heartbeat that was due since.
  public static func waiting(periodsLate late: Int, dropout p: Double, allLost: Double) -> Double {
    // A link that never loses anything is still known by its past only.
    let allLost = max(allLost, 1e-300)
    var silent = 1.0
    for _ in 0..<late { silent *= p }
    return Elementary.log(silent + (1 - silent) * allLost) - Elementary.log(allLost)
  }

  /// Nothing has come from a whole home: links are independent, and a broken way out is silent for
  /// sure.
  ///
  /// - Parameter allLost: for each device, how likely its link loses every heartbeat that was due.
  public static func home(allLost: [Double]) -> Double {
    allLost.reduce(0) { $0 - Elementary.log(max($1, 1e-300)) }
  }
}

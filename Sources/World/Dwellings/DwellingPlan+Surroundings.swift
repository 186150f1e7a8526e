public import Clockwork
internal import Quantities
internal import Telemetry

/// What like homes do not have alike: the light of their lamps, how quiet they are, their street.
extension DwellingPlan {
  /// Deviation of the logarithm of a lamp's light: assumed, 0.3-0.6. EN 12464-1 asks for 100 to 500
  /// lx where people work; at home nobody measures.
  static let lampSpread = 0.4
  /// Level of rooms in which nothing is heard, dB(A), by home and about it by room (assumed; WHO's
  /// guideline for bedrooms is 30, 1999).
  static let quietDB = 27.5...35.5
  static let quietSpreadDB = 2.5
  /// Light on windows at night, lx: assumed. CIE 150:2017 lets suburbs have 5 to 10 lx before and 1
  /// to 2 after curfew.
  static let streetLightLx = 1.0...20.0
  /// Mean level of a day outdoors, dB(A): assumed. US suburbs have day-night levels of 50 to 60
  /// (EPA 550/9-74-004, 1974), which are some 3 dB above.
  static let streetNoiseDB = 45.0...58.0

  /// The plan as one home has it.
  ///
  /// - Parameter key: of one home.
  public func surrounded(_ key: RandomKey) -> DwellingPlan {
    func draw(_ range: ClosedRange<Double>, _ event: UInt64) -> Double {
      range.lowerBound + (range.upperBound - range.lowerBound) * key.uniform(event)
    }
    var plan = self
    // Even in the logarithm: dark streets are as frequent as bright ones.
    let octaves = Elementary.log(Self.streetLightLx.upperBound / Self.streetLightLx.lowerBound)
    plan.streetLightLx = Float(
      Self.streetLightLx.lowerBound * Elementary.exp(octaves * key.uniform(0)))
    plan.streetNoiseDB = Float(draw(Self.streetNoiseDB, 1))
    let quiet = draw(Self.quietDB, 2)
    for room in plan.rooms.indices {
      let event = 16 + 2 * UInt64(room)
      let deviate = min(max(key.gaussian(event), -2), 2)
      // With a mean of 1, so that a fleet's lamps draw what they did.
      plan.rooms[room].lampFactor = Float(
        Elementary.exp(Self.lampSpread * deviate - Self.lampSpread * Self.lampSpread / 2))
      plan.rooms[room].quietDB = Float(
        quiet + draw(-Self.quietSpreadDB...Self.quietSpreadDB, event + 1))
    }
    return plan
  }
}

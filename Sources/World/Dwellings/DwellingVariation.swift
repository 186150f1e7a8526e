public import Clockwork
import Quantities

/// How one home departs from its archetype: factors around 1 and a turn of the house.
///
/// Air tightness spreads over a factor of 4 between like houses (Chan, Joh and Sherman, *Energy
/// and Buildings* 66 (2013), 616-625). The other spreads are chosen, not measured: U-values 25 %
/// either way, fabric 30 %, windows 20 %, floor areas 15 %, appliance ratings 8 %.
public struct DwellingVariation: Hashable, Sendable {
  public var uValueFactor: Double
  public var airtightnessFactor: Double
  public var massFactor: Double
  /// Scales floor areas; walls and windows follow with its root.
  public var areaFactor: Double
  public var windowFactor: Double
  /// Scales the rated powers of appliances.
  public var appliancePowerFactor: Double
  /// Quarter turns clockwise of the whole house, 0...3.
  public var quarterTurns: Int

  /// The archetype itself.
  public static let none = DwellingVariation(
    uValueFactor: 1, airtightnessFactor: 1, massFactor: 1, areaFactor: 1, windowFactor: 1,
    appliancePowerFactor: 1, quarterTurns: 0)

  public init(
    uValueFactor: Double, airtightnessFactor: Double, massFactor: Double, areaFactor: Double,
    windowFactor: Double, appliancePowerFactor: Double, quarterTurns: Int
  ) {
    self.uValueFactor = uValueFactor
    self.airtightnessFactor = airtightnessFactor
    self.massFactor = massFactor
    self.areaFactor = areaFactor
    self.windowFactor = windowFactor
    self.appliancePowerFactor = appliancePowerFactor
    self.quarterTurns = quarterTurns & 3
  }

  private static let uValueSpread = 0.25
  private static let areaSpread = 0.15

  /// The most by which a room's loss through walls, roof and floor grows against its floor area:
  /// walls grow with the root of the area.
  static let lossFactorMax = (1 + uValueSpread) / (1 - areaSpread).squareRoot()

  /// How many uniform draws ``init(uniforms:)`` needs.
  public static let uniformCount = 7

  /// A home drawn from seven uniform numbers in 0..<1.
  public init(uniforms u: [Double]) {
    precondition(u.count >= Self.uniformCount, "a variation needs seven uniform draws")
    func spread(_ draw: Double, _ halfWidth: Double) -> Double {
      1 + halfWidth * (2 * draw - 1)
    }
    self.init(
      uValueFactor: spread(u[0], Self.uValueSpread),
      // Between one half and twice, even in the logarithm.
      airtightnessFactor: Elementary.exp(0.6931471805599453 * (2 * u[1] - 1)),
      massFactor: spread(u[2], 0.3), areaFactor: spread(u[3], Self.areaSpread),
      windowFactor: spread(u[4], 0.2), appliancePowerFactor: spread(u[5], 0.08),
      quarterTurns: Int(u[6] * 4))
  }

  /// A home drawn from the first events of a key.
  public init(_ key: RandomKey) {
    self.init(uniforms: (0..<UInt64(Self.uniformCount)).map { key.uniform($0) })
  }

  func bent(_ envelope: Envelope) -> Envelope {
    var result = envelope
    result.wallU *= uValueFactor
    result.roofU *= uValueFactor
    result.groundFloorU *= uValueFactor
    result.windowU *= uValueFactor
    result.airChangesAt50Pa *= airtightnessFactor
    result.massCapacityKJ *= massFactor
    return result
  }

  func bend(_ room: inout DwellingPlan.Room) {
    let edge = areaFactor.squareRoot()
    room.areaM2 *= areaFactor
    room.roofM2 *= areaFactor
    room.groundFloorM2 *= areaFactor
    room.wallM2 = turned(room.wallM2) * edge
    room.windowM2 = turned(room.windowM2) * (edge * windowFactor)
  }

  private func turned(_ sides: SIMD4<Double>) -> SIMD4<Double> {
    var result = SIMD4<Double>.zero
    for side in 0..<4 { result[(side + quarterTurns) & 3] = sides[side] }
    return result
  }
}

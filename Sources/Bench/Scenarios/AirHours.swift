internal import Clockwork
internal import Quantities
internal import Truth

/// What every room's air held and carried, hour by hour.
struct AirHours {
  struct Hour {
    var room: Int
    var start: SimTime
    /// Means, and the highest particles and level of any step.
    var particlesUgM3: Double
    var particlesMaxUgM3: Double
    var vapoursUgM3: Double
    var vapourIndex: Double
    /// Equivalent level: the mean of the energies.
    var soundDB: Double
    var soundMaxDB: Double
  }

  private struct Sum {
    var particles = 0.0
    var particlesMax = 0.0
    var vapours = 0.0
    var index = 0.0
    var energy = 0.0
    var soundMax = -Double.infinity
  }

  private var sums: [Sum]
  private var hour: SimTime?
  private var count = 0

  init(roomCount: Int) { sums = Array(repeating: Sum(), count: roomCount) }

  /// - Parameter rooms: of the step that ends at a time.
  /// - Returns: the hour that it completes, a room each.
  mutating func add(_ rooms: ArraySlice<AirState>, at time: SimTime) -> [Hour] {
    let begin = time - .seconds(60)
    let start = SimTime(
      microseconds: begin.microseconds - begin.microseconds % 3_600_000_000)
    if hour != start {
      hour = start
      count = 0
      sums = Array(repeating: Sum(), count: sums.count)
    }
    count += 1
    for (room, state) in rooms.enumerated() {
      sums[room].particles += state.particlesUgM3
      sums[room].particlesMax = max(sums[room].particlesMax, state.particlesUgM3)
      sums[room].vapours += state.vapoursUgM3
      sums[room].index += state.vapourIndex
      sums[room].energy += Elementary.exp(state.soundDB * Self.nepersPerDB)
      sums[room].soundMax = max(sums[room].soundMax, state.soundDB)
    }
    guard count == 60 else { return [] }
    return sums.enumerated().map { room, sum in
      Hour(
        room: room, start: start, particlesUgM3: sum.particles / 60,
        particlesMaxUgM3: sum.particlesMax, vapoursUgM3: sum.vapours / 60,
        vapourIndex: sum.index / 60, soundDB: 10 * Elementary.log10(sum.energy / 60),
        soundMaxDB: sum.soundMax)
    }
  }

  /// ln(10) / 10.
  private static let nepersPerDB = 0.230_258_509_299_404_6
}

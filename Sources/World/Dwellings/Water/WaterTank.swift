internal import Quantities

/// A tank of water in layers, bottom first.
///
/// The one-dimensional multi-node model: E. Kleinbach, W. Beckman and S. Klein, "Performance study
/// of one-dimensional models for stratified thermal storage tanks", *Solar Energy* 50 (1993),
/// 155-166. Cold water enters at the bottom and pushes the layers up, heat leaks between them, and
/// layers that lie above warmer ones mix with these. Every change keeps the heat that it moves, so
/// a balance closes to rounding.
struct WaterTank: Sendable {
  /// Layers; a dozen are usual for water heaters (OCHRE, HPWHsim).
  static let nodeCount = 12
  /// Heat in a litre of water at 50 °C: 0.988 kg at 4.181 kJ/(kg K), J/(L K).
  static let heatCapacity = 4_131.0
  /// Of water, 0.6 W/(m K), and what walls and eddies add (EnergyPlus' example files: 0.1).
  static let conductivity = 0.7

  /// °C, bottom first.
  private(set) var temperaturesC: [Double]
  let nodeLitres: Double
  /// What is left of a layer's excess over the room after a step.
  private let keptShare: Double
  /// Share of the difference of two neighbours that leaks between them in a step.
  private let leakShare: Double

  /// - Parameters:
  ///   - lossWK: of the whole tank to the room around it.
  ///   - stepSeconds: the length of every later ``rest(roomC:)``.
  init(
    litres: Double, diameterM: Double, lossWK: Double, temperatureC: Double, stepSeconds: Double
  ) {
    let count = Double(Self.nodeCount)
    temperaturesC = Array(repeating: temperatureC, count: Self.nodeCount)
    nodeLitres = litres / count
    let nodeCapacity = nodeLitres * Self.heatCapacity
    keptShare = Elementary.exp(-lossWK / count * stepSeconds / nodeCapacity)
    let areaM2 = Double.pi / 4 * diameterM * diameterM
    let layerM = nodeLitres / 1_000 / areaM2
    leakShare = Self.conductivity * areaM2 / layerM * stepSeconds / nodeCapacity
    precondition(leakShare < 0.25, "a step is short against what leaks between layers")
  }

  /// Where water leaves the tank, °C.
  var topC: Double { temperaturesC[Self.nodeCount - 1] }

  /// Heat above 0 °C, J.
  var heatJ: Double {
    nodeLitres * Self.heatCapacity * temperaturesC.reduce(0, +)
  }

  /// Takes water out at the top and lets as much of the mains in at the bottom.
  ///
  /// - Parameter litres: at most a layer.
  /// - Returns: heat above 0 °C that left, J.
  mutating func displace(litres: Double, mainsC: Double) -> Double {
    let share = litres / nodeLitres
    let out = litres * Self.heatCapacity * topC
    temperaturesC.withUnsafeMutableBufferPointer { node in
      for i in stride(from: Self.nodeCount - 1, to: 0, by: -1) {
        node[i] += share * (node[i - 1] - node[i])
      }
      node[0] += share * (mainsC - node[0])
    }
    return out
  }

  /// Puts heat into `count` layers from `first` on, evenly, J.
  mutating func heat(_ joules: Double, first: Int, count: Int) {
    let rise = joules / (Double(count) * nodeLitres * Self.heatCapacity)
    for i in first..<(first + count) { temperaturesC[i] += rise }
  }

  /// A step of standing: heat leaks between layers and into the room, then layers find their place.
  ///
  /// - Returns: heat lost to the room, J.
  mutating func rest(roomC: Double) -> Double {
    var lost = 0.0
    var isStable = true
    temperaturesC.withUnsafeMutableBufferPointer { node in
      var below = node[0]
      var flow = 0.0
      for i in 0..<Self.nodeCount {
        let here = node[i]
        let above = i + 1 < Self.nodeCount ? node[i + 1] : here
        let next = leakShare * (above - here)
        let mixed = here + next - flow
        flow = next
        node[i] = roomC + (mixed - roomC) * keptShare
        lost += mixed - node[i]
        if i > 0, node[i] < below { isStable = false }
        below = node[i]
      }
    }
    if !isStable { turnOver() }
    return lost * nodeLitres * Self.heatCapacity
  }

  /// Mixes every run of layers that grows colder upward, until none does.
  private mutating func turnOver() {
    var means: [Double] = []
    var sizes: [Double] = []
    for temperature in temperaturesC {
      var (mean, size) = (temperature, 1.0)
      while let below = means.last, let count = sizes.last, below > mean {
        mean = (mean * size + below * count) / (size + count)
        size += count
        means.removeLast()
        sizes.removeLast()
      }
      means.append(mean)
      sizes.append(size)
    }
    var node = 0
    for (mean, size) in zip(means, sizes) {
      for _ in 0..<Int(size) {
        temperaturesC[node] = mean
        node += 1
      }
    }
  }
}

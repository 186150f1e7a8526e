public import Clockwork

/// The sun's path over a place for hot loops.
///
/// The slow geocentric motion is computed at every sixth hour of universal time and interpolated
/// by cubics between; the Earth's turning is exact. The nodes lie on a fixed grid, so the answer
/// depends on the moment alone, never on what was asked before. Error against the full algorithm:
/// below 0.00001°.
public struct SunTracker: Sendable {
  public let observer: SunObserver
  private var nodeIndex = Int64.min
  private var exactNodes: [GeocentricSun] = []
  private var nodes: [GeocentricSun] = []

  public init(observer: SunObserver) { self.observer = observer }

  /// The sun's apparent position, refraction included.
  public mutating func position(at time: SimTime) -> SunPosition {
    observer.position(of: geocentric(at: time), at: time)
  }

  /// The interpolated geocentric position.
  public mutating func geocentric(at time: SimTime) -> GeocentricSun {
    let step = Self.step
    let index = flooredQuotient(time.microseconds, step)
    if index != nodeIndex { loadNodes(index) }
    let x = Double(time.microseconds - index * step) / Double(step)
    // Lagrange's cubic through nodes at -1, 0, 1 and 2.
    let w0 = -x * (x - 1) * (x - 2) / 6
    let w1 = (x + 1) * (x - 1) * (x - 2) / 2
    let w2 = -(x + 1) * x * (x - 2) / 2
    let w3 = (x + 1) * x * (x - 1) / 6
    func blend(_ value: (GeocentricSun) -> Double) -> Double {
      w0 * value(nodes[0]) + w1 * value(nodes[1]) + w2 * value(nodes[2]) + w3 * value(nodes[3])
    }
    return GeocentricSun(
      rightAscension: blend { $0.rightAscension }, declination: blend { $0.declination },
      equationOfEquinoxes: blend { $0.equationOfEquinoxes }, distance: blend { $0.distance })
  }

  private static let step: Int64 = 21_600_000_000

  private mutating func loadNodes(_ index: Int64) {
    func node(_ k: Int64) -> GeocentricSun {
      GeocentricSun(at: SimTime(microseconds: (index + k) * Self.step))
    }
    if index == nodeIndex &+ 1 && exactNodes.count == 4 {
      exactNodes.removeFirst()
      exactNodes.append(node(2))
    } else {
      exactNodes = (-1...2).map { node($0) }
    }
    nodeIndex = index
    nodes = exactNodes
    // Right ascension jumps back by a turn at the March equinox; keep it growing here.
    for k in 1..<4 {
      let turn = 2 * Double.pi
      let jump = nodes[k].rightAscension - nodes[k - 1].rightAscension
      nodes[k].rightAscension -= turn * (jump / turn).rounded()
    }
  }
}

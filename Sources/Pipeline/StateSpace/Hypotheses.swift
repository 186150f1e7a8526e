internal import Quantities

/// Which sensors may be off together, and how one set of conditions becomes another.
struct Hypotheses: Sendable {
  /// How a hypothesis is entered from another: one sensor's condition changes.
  struct Entry: Sendable {
    let source: Int
    let sensor: Int
    let from: SensorCondition
    let to: SensorCondition
  }

  /// Conditions of each sensor, a row a hypothesis; all sound comes first.
  let conditions: [[SensorCondition]]
  /// For each hypothesis.
  let entries: [[Entry]]
  /// How many of the entries begin at a hypothesis, at a sound sensor and at one that is off.
  private let exits: [(sound: Int, off: Int)]

  var count: Int { conditions.count }

  /// - Parameter fixed: one hypothesis only, for filters that are told.
  init(sensorCount: Int, faultyMax: Int, fixed: [SensorCondition]? = nil) {
    var rows = [fixed ?? [SensorCondition](repeating: .sound, count: sensorCount)]
    if fixed == nil {
      var first = 0
      // One sensor always stays sound.
      for _ in 0..<max(0, min(faultyMax, sensorCount - 1)) {
        let last = rows.count
        for row in rows[first..<last] {
          let next = (row.lastIndex { $0 != .sound } ?? -1) + 1
          for sensor in next..<max(next, sensorCount) {
            for condition in [SensorCondition.biased, .drifting] {
              var other = row
              other[sensor] = condition
              rows.append(other)
            }
          }
        }
        first = last
      }
    }
    conditions = rows
    var places: [[SensorCondition]: Int] = [:]
    for (place, row) in rows.enumerated() { places[row] = place }
    var entries = [[Entry]](repeating: [], count: rows.count)
    var exits = [(sound: Int, off: Int)](repeating: (0, 0), count: rows.count)
    for (place, row) in rows.enumerated() {
      for sensor in row.indices {
        for from in SensorCondition.allCases where from != row[sensor] {
          var other = row
          other[sensor] = from
          guard let source = places[other] else { continue }
          entries[place].append(Entry(source: source, sensor: sensor, from: from, to: row[sensor]))
          if from == .sound { exits[source].sound += 1 } else { exits[source].off += 1 }
        }
      }
    }
    self.entries = entries
    self.exits = exits
  }

  /// How likely each is when nothing has been read.
  func priors(_ faults: SensorFaults) -> [Double] {
    var weights = conditions.map { row in
      row.reduce(1.0) { weight, condition in
        weight
          * (condition == .sound ? 1 - 2 * faults.firstProbability : faults.firstProbability)
      }
    }
    let sum = weights.reduce(0, +)
    for place in weights.indices { weights[place] /= sum }
    return weights
  }
}

extension Hypotheses {
  /// That one way out is taken within a time, from a sound sensor and from one that is off.
  struct Chances {
    var sound: Double
    var off: Double

    subscript(_ condition: SensorCondition) -> Double { condition == .sound ? sound : off }
  }

  /// Each of m sensors has two ways out, so that all of them stay below one together.
  func chances(_ faults: SensorFaults, seconds: Double) -> Chances {
    let ways = Double(2 * conditions[0].count)
    return Chances(
      sound: -Elementary.expm1(-faults.onsetRate * seconds) / ways,
      off: -Elementary.expm1(-faults.changeRate * seconds) / ways)
  }

  func leaving(_ place: Int, _ chances: Chances) -> Double {
    Double(exits[place].sound) * chances.sound + Double(exits[place].off) * chances.off
  }
}

extension Hypotheses.Entry {
  /// Whether what the filter thought of bias and drift is forgotten.
  var forgetsBias: Bool { to == .sound || from == .sound }

  /// Variances of the bias and of the drift that begin.
  func fresh(_ faults: SensorFaults) -> (bias: Double, drift: Double) {
    (
      from == .sound && to == .biased ? faults.biasSD * faults.biasSD : 0,
      to == .drifting ? faults.driftSD * faults.driftSD : 0
    )
  }
}

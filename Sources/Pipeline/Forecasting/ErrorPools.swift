internal import Clockwork

/// Past one-step errors by hour of the day, sorted, with cumulative weights.
struct ErrorPools {
  private var errors = [[Double]](repeating: [], count: 24)
  private var cumulative = [[Double]](repeating: [], count: 24)

  init(_ model: ResidualAutoregression, hoursOfDay: [Int]) {
    var members = (0..<model.errors.count).filter { model.weights[$0] > 0 }
    members.sort { (model.errors[$0], $0) < (model.errors[$1], $1) }
    for member in members {
      let hour = hoursOfDay[member]
      for pool in [(hour + 23) % 24, hour, (hour + 1) % 24] { append(model, member, to: pool) }
    }
    // An hour that was never seen borrows from the whole day.
    for pool in 0..<24 where errors[pool].isEmpty {
      for member in members { append(model, member, to: pool) }
    }
    for pool in 0..<24 where !errors[pool].isEmpty { centre(pool) }
  }

  /// One stratified draw a path, in random order.
  func draw(into draws: inout [Double], hour: Int, _ stream: inout RandomStream) {
    let errors = errors[hour]
    let cumulative = cumulative[hour]
    guard let total = cumulative.last else { return }
    let step = total / Double(draws.count)
    let offset = stream.uniform()
    var member = 0
    for p in 0..<draws.count {
      let target = (Double(p) + offset) * step
      while member < errors.count - 1 && cumulative[member] < target { member += 1 }
      draws[p] = errors[member]
    }
    stream.shuffle(&draws)
  }

  /// Takes out the weighted mean, which is chance that a long simulation would add up.
  private mutating func centre(_ pool: Int) {
    var sum = 0.0
    var before = 0.0
    for (error, bound) in zip(errors[pool], cumulative[pool]) {
      sum += (bound - before) * error
      before = bound
    }
    let mean = sum / before
    for index in errors[pool].indices { errors[pool][index] -= mean }
  }

  private mutating func append(_ model: ResidualAutoregression, _ member: Int, to pool: Int) {
    cumulative[pool].append((cumulative[pool].last ?? 0) + model.weights[member])
    errors[pool].append(model.errors[member])
  }
}

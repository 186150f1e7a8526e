internal import Clockwork
internal import Reporting
internal import SQLite
internal import Telemetry

/// Reads the balances of `ledger.sqlite` back.
struct LedgerReader {
  private let path: String

  init(path: String) { self.path = path }

  /// The balances of all homes together, a line each; empty terms are left out.
  func totals() throws -> [String] {
    let database = try Database(path: path, access: .readOnly)
    let select = try database.prepare(
      "SELECT balance, side, term, sum(count) FROM balance GROUP BY balance, side, term "
        + "ORDER BY min(rowid)")
    var balances: [(name: String, left: [String], right: [String])] = []
    while try select.step() {
      let (name, side, count) = (select.text(0), select.text(1), select.integer(3))
      let known = balances.firstIndex { $0.name == name }
      let place = known ?? balances.count
      if known == nil { balances.append((name, [], [])) }
      guard count != 0 else { continue }
      let text = "\(NumberText.whole(Int(count))) \(select.text(2))"
      if side == "left" {
        balances[place].left.append(text)
      } else {
        balances[place].right.append(text)
      }
    }
    return balances.filter { !$0.left.isEmpty }.map {
      "\($0.name): " + $0.left.joined(separator: " + ") + " = "
        + $0.right.joined(separator: " + ")
    }
  }

  /// Holds a home that was lived again against what the run booked of it, in counts and ids.
  ///
  /// - Returns: how many copies its devices sent.
  /// - Throws: ``RunError/input(_:)`` where they differ, or the file cannot be read.
  func check(_ shard: Shard) throws -> Int64 {
    do {
      let database = try Database(path: path, access: .readOnly)
      let select = try database.prepare(
        "SELECT count, id_hash_sum FROM balance WHERE home = ? AND balance = ? AND term = ?")
      var sent = Int64(0)
      // What the store kept depends on whether there was one.
      for equation in shard.balance.equations.prefix(3) {
        for term in equation.left + equation.right {
          try select.bind(shard.index, at: 1)
          try select.bind(equation.balance, at: 2)
          try select.bind(term.name, at: 3)
          let isThere = try select.step()
          let booked = (count: select.integer(0), hash: UInt64(bitPattern: select.integer(1)))
          let isSame = isThere && booked == (term.ids.count, term.ids.hashSum)
          select.reset()
          guard isSame else {
            throw RunError.input(
              "\(path): found \(booked.count) \(term.name) of home \(shard.index), expected "
                + "\(term.ids.count) as lived again; the run is of another version or its "
                + "scenario.yaml was edited: run the scenario again")
          }
          if term.name == "sent" { sent = term.ids.count }
        }
      }
      return sent
    } catch let error as DatabaseError {
      throw RunError.input("\(path): cannot be read: \(error); run the scenario again")
    }
  }
}

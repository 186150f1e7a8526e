import Compression
import Foundation
import SQLite
import TestSupport
import Testing

@Suite struct DatabaseTests {
  @Test func valuesComeBackAsTheyWere() throws {
    try withFolder { folder in
      let database = try Database(path: folder + "/d", access: .create)
      try database.execute("CREATE TABLE t(i INTEGER, d REAL, s TEXT, b BLOB)")
      let insert = try database.prepare("INSERT INTO t VALUES (?,?,?,?)")
      try insert.bind(Int64.min, at: 1)
      try insert.bind(0.1 + 0.2, at: 2)
      try insert.bind("", at: 3)
      try insert.bind([UInt8](), at: 4)
      try insert.run()
      try insert.bind(Double.nan, at: 2)
      try insert.bind("é\u{0}\u{1F3E0}", at: 3)
      try insert.bind([0, 255], at: 4)
      try insert.bindNull(at: 1)
      try insert.run()
      #expect(database.lastRowID == 2)
      let select = try database.prepare("SELECT i, d, s, b FROM t ORDER BY rowid")
      #expect(try select.step())
      #expect(select.integer(0) == .min && select.double(1) == 0.1 + 0.2)
      #expect(!select.isNull(2) && select.text(2).isEmpty)
      #expect(!select.isNull(3) && select.withBytes(3) { $0.count } == 0)
      #expect(try select.step())
      #expect(select.isNull(0) && select.isNull(1) && select.text(2) == "é\u{0}\u{1F3E0}")
      #expect(select.withBytes(3) { Array($0) } == [0, 255])
      #expect(try !select.step())
    }
  }

  @Test func errorsCarryTheStatementAndTheFile() throws {
    try withFolder { folder in
      let path = folder + "/d"
      let database = try Database(path: path, access: .create)
      let syntax = #expect(throws: DatabaseError.self) { try database.prepare("SELEC 1") }
      #expect(syntax?.sql == "SELEC 1" && syntax?.code == 1)
      #expect(
        syntax?.description
          == "\(path): SQLite error 1: near \"SELEC\": syntax error in \"SELEC 1\"")
      try database.execute("CREATE TABLE t(x UNIQUE); INSERT INTO t VALUES (1)")
      let insert = try database.prepare("INSERT INTO t VALUES (1)")
      let unique = #expect(throws: DatabaseError.self) { try insert.run() }
      #expect(unique?.message.contains("UNIQUE") == true && unique?.isDiskFull == false)
      #expect(throws: DatabaseError.self) { try insert.bind(1, at: 5) }
      #expect(throws: DatabaseError.self) { try Database(path: folder + "/no/d", access: .create) }
    }
  }

  private struct Stop: Error {}

  // A function of its own: Swift 6.3.1 confuses this closure with the one that `#expect` makes.
  private func insertAndStop(_ database: Database) throws {
    try database.transaction {
      try database.execute("INSERT INTO t VALUES (1)")
      throw Stop()
    }
  }

  private func insertTwo(_ database: Database) throws {
    try database.transaction { try database.execute("INSERT INTO t VALUES (2)") }
  }

  @Test func aFailedTransactionLeavesNothing() throws {
    try withFolder { folder in
      let database = try Database(path: folder + "/d", access: .create)
      try database.setDurability(.batch)
      try database.execute("CREATE TABLE t(x)")
      #expect(throws: Stop.self) { try insertAndStop(database) }
      try insertTwo(database)
      #expect(try database.integer("SELECT sum(x) FROM t") == 2)
      #expect(try database.integer("SELECT x FROM t WHERE x > 5") == nil)
    }
  }

  @Test(arguments: [Database.Durability.batch, .full])
  func aClosedFileStandsAlone(durability: Database.Durability) throws {
    try withFolder { folder in
      let database = try Database(path: folder + "/d", access: .create)
      try database.setDurability(durability)
      try database.execute("CREATE TABLE t(x)")
      let insert = try database.prepare("INSERT INTO t VALUES (1)")
      try insert.run()
      try database.close()
      try database.close()
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["d"])
      #expect(throws: DatabaseError.self) { try insert.run() }
      #expect(throws: DatabaseError.self) { try database.execute("SELECT 1") }
      let again = try Database(path: folder + "/d", access: .readOnly)
      #expect(try again.integer("SELECT count(*) FROM t") == 1)
      #expect(throws: DatabaseError.self) { try again.execute("DELETE FROM t") }
    }
  }

  @Test func framesComeBackOrAreRefused() throws {
    let input = (0..<5_000).map { UInt8($0 % 7) }
    let packed = Compressor(level: 3).compress(input)
    #expect(packed.count < 200)
    let decompressor = Decompressor()
    func unpack(_ bytes: [UInt8], _ count: Int) throws -> [UInt8] {
      try bytes.withUnsafeBytes { try decompressor.decompress($0, count: count) }
    }
    #expect(try unpack(packed, 5_000) == input)
    #expect(try unpack(Compressor().compress([UInt8]()), 0).isEmpty)
    for count in [4_999, 5_001, -1, Int.max] {
      #expect(throws: ZstandardError.self) { try unpack(packed, count) }
    }
    #expect(throws: ZstandardError.self) { try unpack(Array(packed.dropLast()), 5_000) }
    #expect(throws: ZstandardError.self) { try unpack([1, 2, 3], 3) }
    #expect(throws: ZstandardError.self) { try unpack([], 0) }
  }

  @Test func framesOneAfterAnotherAreUnpackedOneByOne() throws {
    let texts = [[UInt8]("first\n".utf8), [], [UInt8](repeating: 7, count: 3_000)]
    let packed = texts.flatMap { Compressor(level: 3).compress($0) }
    let decompressor = Decompressor()
    func first(_ bytes: ArraySlice<UInt8>, _ most: Int) throws -> (bytes: [UInt8], taken: Int) {
      try bytes.withUnsafeBytes { try decompressor.decompressFirst($0, countMax: most) }
    }
    var rest = packed[...]
    for text in texts {
      let (bytes, taken) = try first(rest, 3_000)
      #expect(bytes == text)
      rest = rest.dropFirst(taken)
    }
    #expect(rest.isEmpty)
    #expect(throws: ZstandardError.self) { try first(rest, 3_000) }
    #expect(throws: ZstandardError.self) { try first(packed[...], 5) }
    #expect(throws: ZstandardError.self) { try first(packed.prefix(6), 3_000) }
  }
}

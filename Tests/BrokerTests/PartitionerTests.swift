import Testing

@testable import Broker

@Suite struct PartitionerTests {
  /// The values that Apache Kafka's own tests expect (`UtilsTest.testMurmur2`).
  @Test(
    arguments: [
      ("21", -973_932_308), ("foobar", -790_332_482), ("a-little-bit-long-string", -985_981_536),
      ("a-little-bit-longer-string", -1_486_304_829),
      ("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58_897_971), ("abc", 479_470_107),
    ] as [(String, Int32)])
  func hashesAreKafkas(text: String, expected: Int32) {
    #expect(Int32(bitPattern: Partitioner.murmur2(Array(text.utf8))) == expected)
  }

  @Test func keysSpreadOverPartitions() {
    var counts = [Int](repeating: 0, count: 8)
    for number in 0..<8_000 {
      counts[Partitioner.partition(of: Array("device_\(number)".utf8), count: 8)] += 1
    }
    #expect(counts.allSatisfy { (850...1_150).contains($0) }, "\(counts)")
    #expect(Partitioner.partition(of: [], count: 1) == 0)
  }

  /// Kafka's documented example of ten partitions and three members: 4, 3 and 3.
  @Test func rangesAreKafkas() {
    let ranges = (0..<3).map { RangeAssignor.range(of: $0, among: 3, partitionCount: 10) }
    #expect(ranges == [0..<4, 4..<7, 7..<10])
    #expect(RangeAssignor.range(of: 2, among: 3, partitionCount: 2).isEmpty)
  }
}

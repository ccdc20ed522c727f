using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Azukari.Ledger;

/// <summary>An inclusion proof as a file of its own, which whoever has the ledger's public key checks without the ledger. Holds codes, no value.</summary>
/// <remarks>JSON: <c>{"proof":1,"position":…,"salt":"hex","path":["hex",…],"checkpoint":"the signed note","entry":{the canonical entry}}</c>.</remarks>
public static class ProofFile
{
    /// <summary>No honest proof is longer.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>Writes a proof, UTF-8.</summary>
    public static byte[] Write(InclusionProof proof)
    {
        var output = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("proof", 1);
            json.WriteNumber("position", proof.Position);
            json.WriteString("salt", Convert.ToHexStringLower(proof.Salt));
            json.WriteStartArray("path");
            foreach (var hash in proof.Path)
                json.WriteStringValue(Convert.ToHexStringLower(hash));
            json.WriteEndArray();
            json.WriteString("checkpoint", proof.Checkpoint.Note);
            json.WritePropertyName("entry");
            json.WriteRawValue(proof.EntryJson);
            json.WriteEndObject();
        }
        return [.. output.WrittenSpan, (byte)'\n'];
    }

    /// <summary>Reads a proof; says nothing yet of whether it holds (<see cref="InclusionProof.Verify"/>).</summary>
    /// <exception cref="FormatException">It is no proof file.</exception>
    public static InclusionProof Read(ReadOnlyMemory<byte> file)
    {
        try
        {
            if (file.Length > MaxLength)
                throw new FormatException("A proof file is shorter.");
            using var json = JsonDocument.Parse(file);
            var root = json.RootElement;
            if (root.GetProperty("proof").GetInt32() != 1 || !Checkpoint.TryParse(root.GetProperty("checkpoint").GetString() ?? "", out var checkpoint))
                throw new FormatException("Not a version this program knows, or no checkpoint.");
            var entry = Encoding.UTF8.GetBytes(root.GetProperty("entry").GetRawText());
            LedgerEntry.FromCanonicalJson(entry);
            return new InclusionProof(entry, Hex(root.GetProperty("salt")), root.GetProperty("position").GetInt64(),
                [.. root.GetProperty("path").EnumerateArray().Select(Hex)], checkpoint);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new FormatException("This is no proof of a ledger entry: the file was changed, or is another.", error);
        }
    }

    private static byte[] Hex(JsonElement text) => Convert.FromHexString(text.GetString() ?? "");
}

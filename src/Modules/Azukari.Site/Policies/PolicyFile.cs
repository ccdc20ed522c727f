using System.Text;
using Azukari.Policy.Document;
using Azukari.Policy.Writing;
using Microsoft.Net.Http.Headers;

namespace Azukari.Site.Policies;

/// <summary>A version for machines: JSON in UTF-8, and the tag that tells whether a copy is still the same.</summary>
public sealed record PolicyFile(ReadOnlyMemory<byte> Json, EntityTagHeaderValue Tag)
{
    /// <summary>Writes a version. Its tag is the hash of its file, so equal tags mean equal text.</summary>
    public static PolicyFile Of(PolicyDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return new PolicyFile(Encoding.UTF8.GetBytes(PolicyJson.Write(document)), new EntityTagHeaderValue($"\"{document.Sha256}\""));
    }
}

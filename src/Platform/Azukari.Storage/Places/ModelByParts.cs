using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Azukari.Storage.Places;

/// <summary>Two hosts of one process may have different parts: each set has a model of its own.</summary>
internal sealed class ModelByParts : IModelCacheKeyFactory
{
    public object Create(DbContext context, bool designTime) =>
        (context.GetType(), designTime, context.Database.ProviderName, string.Join(' ', ((AzukariDb)context).Parts.Select(part => part.GetType().FullName)));
}
